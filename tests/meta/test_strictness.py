"""Where nothing may be missing, a skip for lack of something is a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
MODULES = {
    "a marker": "import pytest\n@pytest.mark.browser\ndef test_page():\n    pass\n",
    "an import": (
        "import pytest\ndef test_library():\n    pytest.importorskip('no_such_thing')\n"
    ),
    "a module": "import pytest\npytest.importorskip('no_such_thing')\n",
}


@pytest.mark.parametrize("what", list(MODULES))
@pytest.mark.parametrize("strict", [False, True])
def test_what_the_machine_lacks_is_a_skip_or_a_failure(what, strict, tmp_path):
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text())
    (tmp_path / "test_it.py").write_text(MODULES[what])
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser: x\n")
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", tmp_path],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=dict(os.environ, PATH="", PAIRGRAD_REQUIRE_ALL=str(int(strict))),
    )
    assert ("nothing may be missing here" in found.stdout) is strict, found.stdout
    assert ("1 skipped" in found.stdout) is not strict
