"""The page on security names, for each thing that holds, a test that is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
SHOWN = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)


def test_every_line_of_the_checklist_names_a_test():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    rows = [line for line in rows if not line.startswith(("| what", "|--"))]
    assert len(rows) > 20
    assert [line for line in rows if "`tests/" not in line] == []


def test_every_test_it_names_is_there():
    missing = [
        (file, name)
        for file, name in SHOWN
        if not (ROOT / file).is_file()
        or (name and f"def {name}(" not in (ROOT / file).read_text())
    ]
    assert missing == []
