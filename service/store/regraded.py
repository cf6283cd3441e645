"""What a regrade changes: verdicts one by one, points by pair, and whom to tell why."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from exercises.nouns import State
from service.store import grades, regrades, rosters
from service.store.models import (
    Grading,
    Pair,
    Person,
    Phase,
    Regrade,
    RegradeItem,
    Submission,
    UnitRow,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One verdict on one unit that is not what it was; ``run`` isolated or assembled."""

    submission: Submission
    unit: str
    run: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """Return "gained", "lost", or "other" where neither side passes."""
        if self.after == State.PASSED:
            return "gained"
        return "lost" if self.before == State.PASSED else "other"


@dataclass(frozen=True, slots=True)
class Told:
    """A regrade that changed something for a pair, who did it, and what changed."""

    regrade: Regrade
    actor: Person
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """One pair's points before and after, in hundredths."""

    pair: Pair
    before: int
    after: int


def changes(db: Database, regrade_id: str) -> list[Change]:
    """Return what is not the same in the finished runs of a regrade."""
    rows = db.execute(
        select(RegradeItem, Submission)
        .join(Submission, Submission.id == RegradeItem.submission_id)
        .join(Grading, Grading.id == RegradeItem.after_id)
        .where(RegradeItem.regrade_id == regrade_id, Grading.phase == Phase.DONE)
        .order_by(Submission.pair_id, Submission.seq)
    ).all()
    ids = {each for item, _ in rows for each in (item.before_id, item.after_id)}
    states = _states(db, ids)
    return [
        Change(submission, unit, run, before, after)
        for item, submission in rows
        for unit, run, before, after in _differing(
            states.get(item.before_id, {}), states.get(item.after_id, {})
        )
    ]


def _states(
    db: Database, grading_ids: Collection[str]
) -> dict[str, dict[tuple[str, str], str]]:
    rows = db.scalars(select(UnitRow).where(UnitRow.grading_id.in_(grading_ids)))
    found: dict[str, dict[tuple[str, str], str]] = {}
    for row in rows:
        found.setdefault(row.grading_id, {})[row.unit, row.run] = row.state
    return found


def _differing(
    before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]
) -> list[tuple[str, str, str, str]]:
    nothing = str(State.NOT_ATTEMPTED)
    both = ((key, before.get(key, nothing), after.get(key, nothing)) for key in after)
    return [(*key, old, new) for key, old, new in both if old != new]


def kinds(found: Collection[Change]) -> Counter[str]:
    """Return how many changes gain a pass, lose one, or neither."""
    return Counter(each.kind for each in found)


def points(db: Database, regrade: Regrade) -> list[Points]:
    """Return the pairs whose points would change, or did while it stands."""
    stands = regrade.applied_at is not None and regrade.undone_at is None
    there = regrades.swap(db, regrade.id, applied=stands)
    if stands:
        there = {after: before for before, after in there.items()}
    everyone = rosters.pairs_of(db, regrade.course_id)
    now = grades.of_pairs(db, regrade.course_id, everyone)
    then = grades.of_pairs(db, regrade.course_id, everyone, swap=there)
    old, new = (then, now) if stands else (now, then)
    return [
        Points(one.pair, one.earned, other.earned)
        for one, other in zip(old, new, strict=True)
        if one.earned != other.earned
    ]


def of_pair(db: Database, pair_id: str) -> list[Told]:
    """Return the regrades that changed a verdict of this pair, the newest first."""
    rows = db.execute(
        select(Regrade, Person)
        .join(Person, Person.id == Regrade.actor_id)
        .join(RegradeItem, RegradeItem.regrade_id == Regrade.id)
        .join(Submission, Submission.id == RegradeItem.submission_id)
        .where(Submission.pair_id == pair_id, Regrade.applied_at.is_not(None))
        .order_by(Regrade.seq.desc())
        .distinct()
    ).all()
    told = [
        Told(
            regrade,
            actor,
            tuple(
                one
                for one in changes(db, regrade.id)
                if one.submission.pair_id == pair_id
            ),
        )
        for regrade, actor in rows
    ]
    return [each for each in told if each.changes]
