"""Read what a pretend class gets wrong."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("mistakes.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One wrong hand-in for one rung; ``cause`` is what its verdict names, or "".

    ``slow`` ones run into a time limit: seconds of a core for one row of a board.
    """

    rung: str
    name: str
    cause: str
    source: str
    slow: bool = False


@cache
def mistakes() -> tuple[Mistake, ...]:
    """Return every mistake, in the order of the course."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["mistake"]
    return tuple(Mistake(**row | {"source": row["source"].lstrip()}) for row in rows)
