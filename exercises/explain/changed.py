"""Show which lines changed between two files, of what a failing case runs."""

from collections.abc import Collection
from difflib import SequenceMatcher
from typing import NamedTuple

from exercises.extract import Extract, IntakeError, read
from exercises.transplant import Block, cutting

MOST = 40


class Line(NamedTuple):
    """One line: ``sign`` is "-" before, "+" after, " " in both."""

    sign: str
    text: str


def changed(
    before: tuple[str, str], after: tuple[str, str], units: Collection[str]
) -> list[Line]:
    """Return the changed lines of ``units`` and of what they use, at most forty.

    Files are (name, text). Imports, comments and everything else of the files is left
    out; a file that cannot be read has nothing to compare.
    """
    old, new = (_blocks(file, units) for file in (before, after))
    # A statement that says the same is no change, wherever it has moved to.
    gone = [block.text for key, block in old.items() if key not in new]
    come = [block.text for key, block in new.items() if key not in old]
    return _between("\n\n".join(gone), "\n\n".join(come))[:MOST]


def _blocks(file: tuple[str, str], units: Collection[str]) -> dict[str, Block]:
    name, text = file
    try:
        extract: Extract = read(name, text.encode())
    except IntakeError:
        return {}
    there = [unit for unit in units if unit in extract.chosen]
    return {block.key: block for block in cutting(extract, there).blocks}


def _between(old: str, new: str) -> list[Line]:
    was, now = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    found: list[Line] = []
    for group in matcher.get_grouped_opcodes(1):
        if found:
            found.append(Line(" ", "…"))
        for tag, i, j, k, m in group:
            if tag == "equal":
                found += [Line(" ", text) for text in was[i:j]]
            else:
                found += [Line("-", text) for text in was[i:j]]
                found += [Line("+", text) for text in now[k:m]]
    return found
