"""Pairs by concept: what a diagnosis named, who is over it, and where it is growing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session as Database

from exercises.catalogue import UNITS
from exercises.misconceptions.catalogue import CAUSES, CONCEPTS
from service.store import progress
from service.store.models import Grading, Pair, Submission, UnitRow

# The columns a course is about stand first and always; others where somebody is in them.
FIRST = (
    "upstream factor",
    "leading axes",
    "size-1 axes",
    "accumulation",
    "order",
    "shared leaf",
    "in-place",
    "non-grad leaf",
)
SLUGS = {concept.replace(" ", "-"): concept for concept in (*FIRST, *CONCEPTS)}
SAMPLES = 9
SESSION = timedelta(hours=2)


class Sighting(NamedTuple):
    """What one hand-in says of one unit; ``cause`` None: another failure, or none."""

    pair_id: str
    pair: str
    unit: str
    run: str
    at: datetime
    cause: str | None
    submission_id: str
    grading_id: str

    @property
    def concept(self) -> str | None:
        """Return the concept of the named cause."""
        known = CAUSES.get(self.cause or "")
        return known.concept if known else None


@dataclass(slots=True)
class Spot:
    """One pair at one concept: the hand-ins that showed it, and whether it still is."""

    seen: list[Sighting] = field(default_factory=list)
    now: bool = False

    @property
    def latest(self) -> Sighting:
        """Return the newest hand-in that showed it."""
        return self.seen[-1]

    @property
    def count(self) -> int:
        """Return how many hand-ins showed it."""
        return len({one.submission_id for one in self.seen})


@dataclass(frozen=True, slots=True)
class Confusion:
    """The map: spots by (pair, concept), pairs by name, and how many were in each when."""

    pairs: dict[str, str]
    concepts: tuple[str, ...]
    spots: dict[tuple[str, str], Spot]
    trend: dict[str, list[int]]

    def now(self, concept: str) -> int:
        """Return how many pairs are in it now."""
        return sum(
            spot.now for (_, where), spot in self.spots.items() if where == concept
        )

    def of(self, concept: str) -> list[Spot]:
        """Return the spots of a concept: those in it now first, the newest first."""
        there = [spot for (_, where), spot in self.spots.items() if where == concept]
        return sorted(there, key=lambda one: (one.now, one.latest.at), reverse=True)


def of_course(db: Database, course_id: str, now: datetime) -> Confusion:
    """Return the map of a class."""
    seen = sightings(db, course_id)
    spots: dict[tuple[str, str], Spot] = defaultdict(Spot)
    for one in seen:
        if one.concept is not None:
            spots[one.pair_id, one.concept].seen.append(one)
    for pair_id, concept in _at(seen, now):
        spots[pair_id, concept].now = True
    others = [name for name in CONCEPTS if name not in FIRST]
    told = {concept for _, concept in spots}
    return Confusion(
        pairs={one.pair_id: one.pair for one in sorted(seen, key=lambda one: one.pair)},
        concepts=(*FIRST, *(name for name in others if name in told)),
        spots=dict(spots),
        trend=_trend(seen, now),
    )


def _at(seen: Iterable[Sighting], moment: datetime) -> set[tuple[str, str]]:
    """Return the (pair, concept) that stood at a moment: each unit's newest verdict."""
    newest: dict[tuple[str, str, str], Sighting] = {}
    for one in seen:
        if one.at <= moment:
            newest[one.pair_id, one.unit, one.run] = one
    return {
        (one.pair_id, one.concept) for one in newest.values() if one.concept is not None
    }


def _trend(seen: Sequence[Sighting], now: datetime) -> dict[str, list[int]]:
    """Return how many pairs were in each concept, at even steps through the session."""
    named = [one for one in seen if one.concept is not None]
    if not named:
        return {}
    begin = max(named[0].at, now - SESSION)
    step = (now - begin) / (SAMPLES - 1)
    found: dict[str, list[int]] = defaultdict(lambda: [0] * SAMPLES)
    for sample in range(SAMPLES):
        for _, concept in _at(seen, begin + sample * step):
            found[concept][sample] += 1
    return dict(found)


def sightings(db: Database, course_id: str) -> list[Sighting]:
    """Return every verdict on what some diagnosis has named, the earliest first."""
    named = (
        select(Grading.pair_id, UnitRow.unit, UnitRow.run)
        .join(UnitRow, UnitRow.grading_id == Grading.id)
        .where(UnitRow.misconception.is_not(None), *progress.current())
        .distinct()
    )
    rows = db.execute(
        select(
            Pair.id,
            Pair.name,
            UnitRow.unit,
            UnitRow.run,
            Submission.created_at,
            UnitRow.misconception,
            Submission.id,
            Grading.id,
        )
        .join(Grading, Grading.pair_id == Pair.id)
        .join(Submission, Submission.id == Grading.submission_id)
        .join(UnitRow, UnitRow.grading_id == Grading.id)
        .where(
            Pair.course_id == course_id,
            UnitRow.state.in_(progress.ATTEMPTED),
            tuple_(Grading.pair_id, UnitRow.unit, UnitRow.run).in_(named),
            *progress.current(),
        )
        .order_by(Submission.created_at, Submission.seq)
    )
    return [
        Sighting(*row) for row in rows if row.unit in UNITS or row.run != "isolated"
    ]
