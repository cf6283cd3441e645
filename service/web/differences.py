"""Compare two texts line by line, as a page shows it."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from exercises.extract import IntakeError, read
from service.store.models import Submission

AROUND = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its numbers on both sides; ``sign`` is "-", "+" or ""."""

    sign: str
    text: str
    old: int | None = None
    new: int | None = None


def between(before: str, after: str) -> list[list[Line]]:
    """Return groups of changed lines with three around each; none if they are equal."""
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, old, new)
    return [
        [line for step in group for line in _lines(step, old, new)]
        for group in matcher.get_grouped_opcodes(AROUND)
    ]


def _lines(
    step: tuple[str, int, int, int, int], old: list[str], new: list[str]
) -> list[Line]:
    tag, i, j, k, m = step
    if tag == "equal":
        return [Line("", old[n], n + 1, k + n - i + 1) for n in range(i, j)]
    gone = [Line("-", old[n], old=n + 1) for n in range(i, j)]
    return gone + [Line("+", new[n], new=n + 1) for n in range(k, m)]


def as_python(submission: Submission) -> str:
    """Return a file as one Python text, a notebook's cells in their order."""
    try:
        return read(submission.filename, submission.source.encode()).source
    except IntakeError:
        return submission.source
