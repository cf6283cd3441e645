"""Say on what a pair is stuck, for how long, and who needs a visit first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from exercises.misconceptions.catalogue import CAUSES

# Below both of these a pair is working, and a visit would interrupt it.
MINUTES, TIMES = 12, 3
# One partner alone at the keys for so many hand-ins: the other one watches.
ALONE = 4


@dataclass(frozen=True, slots=True)
class Miss:
    """One failing unit of one hand-in; ``cause`` is a named cause, else the kind."""

    submission_id: str
    at: datetime
    author: str
    unit: str
    cause: str
    headline: str


@dataclass(frozen=True, slots=True)
class Focus:
    """What a pair works at without success; ``driver`` wrote every hand-in of it.

    ``times`` counts the newest hand-ins in a row that fail in the same way.
    """

    unit: str
    words: str
    submission_id: str
    times: int
    minutes: int
    attempts: int
    driver: str

    @property
    def is_stuck(self) -> bool:
        """Tell whether a visit is due."""
        return self.times >= TIMES or self.minutes >= MINUTES

    @property
    def score(self) -> float:
        """Return how urgent a visit is: minutes, times the same failure, watched."""
        return max(1, self.minutes) * self.times * (1.5 if self.driver else 1.0)

    @property
    def counted(self) -> str:
        """Return "4th time the same, 11 min"."""
        same = f"{ordinal(self.times)} time the same, " if self.times > 1 else ""
        return f"{same}{self.minutes} min"

    @property
    def watched(self) -> str:
        """Return who has written everything so far, "" where they take turns."""
        return f"{self.driver} wrote all {self.attempts}" if self.driver else ""


def ordinal(number: int) -> str:
    """Return "1st", "2nd", "11th"."""
    teen = 10 < number % 100 < 14
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def focus(
    misses: Sequence[Miss], since: datetime, now: datetime, *, together: bool
) -> Focus | None:
    """Return what a pair is at; ``misses`` are those since it last got on, newest first.

    ``since`` is when that was; ``together`` tells whether more than one person sits
    there. A hand-in counts by its first failing unit.
    """
    firsts = list({one.submission_id: one for one in reversed(misses)}.values())[::-1]
    if not firsts:
        return None
    latest = firsts[0]
    alike = takewhile(
        lambda one: (one.unit, one.cause) == (latest.unit, latest.cause), firsts
    )
    authors = {one.author for one in firsts}
    one_driver = together and len(firsts) >= ALONE and len(authors) == 1
    return Focus(
        unit=latest.unit,
        words=words(latest),
        submission_id=latest.submission_id,
        times=len(list(alike)),
        minutes=max(0, int((now - since).total_seconds() // 60)),
        attempts=len(firsts),
        driver=latest.author if one_driver else "",
    )


def words(miss: Miss) -> str:
    """Return what went wrong: the cause where one is named, else what the pair read."""
    cause = CAUSES.get(miss.cause)
    return cause.claim if cause else miss.headline
