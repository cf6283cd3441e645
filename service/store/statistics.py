"""How a class got through each unit: attempts and minutes to the pass, and mistakes."""

from collections import Counter
from dataclasses import dataclass
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from exercises.catalogue import UNITS
from service.store import counting, rosters
from service.store.counting import Attempt
from service.store.history import GRADED
from service.store.models import Grading, Pair, UnitRow


@dataclass(frozen=True, slots=True)
class Passage:
    """One unit: who tried and passed it, attempts and minutes to the first pass.

    ``to_pass`` has one number per pair that passed; ``minutes`` is from its first attempt
    to its first pass, 0 where they are the same. ``mistakes`` counts pairs by cause.
    """

    unit: str
    tried: int
    to_pass: tuple[int, ...]
    minutes: tuple[float, ...]
    mistakes: tuple[tuple[str, int], ...]

    @property
    def passed(self) -> int:
        """Return how many pairs passed."""
        return len(self.to_pass)

    @property
    def usual_attempts(self) -> float | None:
        """Return the median of attempts to the pass."""
        return median(self.to_pass) if self.to_pass else None

    @property
    def usual_minutes(self) -> float | None:
        """Return the median of minutes from the first attempt to the pass."""
        return median(self.minutes) if self.minutes else None


def of_course(db: Database, course_id: str) -> list[Passage]:
    """Return every unit of a class in course order, in a fixed number of queries."""
    ids = [pair.id for pair in rosters.pairs_of(db, course_id)]
    tried = counting.attempts(db, ids)
    causes = _mistakes(db, course_id)
    return [
        _passage(unit, [tried[one, unit] for one in ids], causes.get(unit, Counter()))
        for unit in UNITS
    ]


def _passage(unit: str, by_pair: list[list[Attempt]], causes: Counter[str]) -> Passage:
    begun = [several for several in by_pair if several]
    passes = [
        next((place for place, one in enumerate(several) if one.passed), None)
        for several in begun
    ]
    ended = [
        (several, at)
        for several, at in zip(begun, passes, strict=True)
        if at is not None
    ]
    return Passage(
        unit,
        len(begun),
        tuple(at + 1 for _, at in ended),
        tuple(
            (several[at].at - several[0].at).total_seconds() / 60
            for several, at in ended
        ),
        tuple(causes.most_common(3)),
    )


def _mistakes(db: Database, course_id: str) -> dict[str, Counter[str]]:
    rows = db.execute(
        select(
            UnitRow.unit,
            UnitRow.misconception,
            func.count(Grading.pair_id.distinct()),
        )
        .join(Grading, Grading.id == UnitRow.grading_id)
        .join(Pair, Pair.id == Grading.pair_id)
        .where(
            Pair.course_id == course_id,
            Grading.current.is_(True),
            Grading.purpose.in_(GRADED),
            UnitRow.misconception.is_not(None),
            UnitRow.run == "isolated",
        )
        .group_by(UnitRow.unit, UnitRow.misconception)
        .order_by(UnitRow.misconception)
    )
    found: dict[str, Counter[str]] = {}
    for unit, cause, pairs in rows:
        found.setdefault(unit, Counter())[str(cause)] = pairs
    return found
