"""Say which attempt of a pair counts for each unit: one place, asked by everyone.

An instructor's decision first; then the pinned attempt while it passes; else the best,
ties to the earlier. What was handed in after the rung closed never counts.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session as Database

from exercises.catalogue import UNITS
from exercises.nouns import State
from service import clock
from service.store import database, overrides, windows
from service.store.history import GRADED
from service.store.models import (
    Grading,
    Override,
    Pair,
    Pin,
    Purpose,
    Submission,
    UnitRow,
)
from service.store.progress import ATTEMPTED
from service.store.refusals import Refusal
from service.store.windows import Window


@dataclass(frozen=True, slots=True)
class Attempt:
    """One graded attempt at one unit; ``number`` is the pair's, ``rung`` None a file."""

    unit: str
    state: str
    submission_id: str
    seq: int
    number: int
    rung: str | None
    at: datetime
    regraded: bool = False

    @property
    def passed(self) -> bool:
        """Tell whether the unit passes in it."""
        return self.state == State.PASSED


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts for one unit; ``why`` is best, pinned, decided or none."""

    unit: str
    state: str = State.NOT_ATTEMPTED
    why: str = "none"
    attempt: Attempt | None = None
    late: bool = False

    @property
    def passed(self) -> bool:
        """Tell whether the unit gives points."""
        return self.state == State.PASSED


# before -> after: gradings that would stand if a regrade were applied.
Swap = Mapping[str, str]


def of_pair(db: Database, pair: Pair) -> dict[str, Counted]:
    """Return what counts for each unit of a pair, in course order."""
    return of_pairs(db, [pair])[pair.id]


def of_pairs(
    db: Database, pairs: Iterable[Pair], *, swap: Swap | None = None
) -> dict[str, dict[str, Counted]]:
    """Return what counts by pair and unit, in a fixed number of queries.

    ``swap`` asks what would count if some gradings stood in the place of others.
    """
    several = list(pairs)
    ids = [one.id for one in several]
    tried = attempts(db, ids, swap=swap)
    pinned = pins(db, ids)
    decided = overrides.standing(db, ids)
    times = windows.of_pairs(db, several)
    return {
        one: {
            unit: _counted(
                tried[one, unit],
                times[one][UNITS[unit].rung],
                pinned=pinned.get((one, unit)),
                decided=decided.get((one, unit)),
            )
            or Counted(unit)
            for unit in UNITS
        }
        for one in ids
    }


def attempts(
    db: Database, ids: Collection[str], *, swap: Swap | None = None
) -> defaultdict[tuple[str, str], list[Attempt]]:
    """Return every graded attempt by (pair, unit), the earliest first."""
    rows = db.execute(
        select(
            Grading.pair_id,
            UnitRow.unit,
            UnitRow.state,
            Submission.id,
            Submission.seq,
            Submission.attempt,
            Submission.rung,
            Submission.created_at,
            Grading.purpose,
        )
        .join(UnitRow, UnitRow.grading_id == Grading.id)
        .join(Submission, Submission.id == Grading.submission_id)
        .where(
            Grading.pair_id.in_(ids),
            Grading.purpose.in_(GRADED),
            UnitRow.run == "isolated",
            UnitRow.state.in_(ATTEMPTED),
            _stands(swap or {}),
        )
        .order_by(Submission.seq)
    )
    found: defaultdict[tuple[str, str], list[Attempt]] = defaultdict(list)
    for row in rows:
        one = Attempt(
            row.unit,
            row.state,
            row.id,
            row.seq,
            row.attempt,
            row.rung,
            row.created_at,
            regraded=row.purpose == Purpose.REGRADE,
        )
        found[row.pair_id, one.unit].append(one)
    return found


def _stands(swap: Swap) -> ColumnElement[bool]:
    if not swap:
        return Grading.current.is_(True)
    now = or_(Grading.current.is_(True), Grading.id.in_(list(swap.values())))
    return now & Grading.id.not_in(list(swap))


def _counted(
    tried: list[Attempt],
    window: Window,
    *,
    pinned: str | None,
    decided: Override | None,
) -> Counted | None:
    if decided is not None:
        about = (one for one in tried if one.submission_id == decided.submission_id)
        one = next(about, None)
        late = one is not None and window.is_late(one.at)
        return Counted(decided.unit, decided.state, "decided", one, late)
    valid = [one for one in tried if window.counts(one.at)]
    if not valid:
        return None
    wanted = [one for one in valid if one.submission_id == pinned and one.passed]
    # min keeps the first of equals: ties go to the earlier attempt.
    best = wanted[0] if wanted else min(valid, key=lambda one: not one.passed)
    why = "pinned" if wanted else "best"
    return Counted(best.unit, best.state, why, best, window.is_late(best.at))


def pins(db: Database, ids: Collection[str]) -> dict[tuple[str, str], str]:
    """Return (pair, unit) -> id of the submission that was pinned."""
    rows = db.scalars(select(Pin).where(Pin.pair_id.in_(ids)))
    return {(row.pair_id, row.unit): row.submission_id for row in rows}


def pin(db: Database, pair: Pair, unit: str, submission_id: str, *, by: str) -> None:
    """Let one passing attempt count for a unit; an empty id lets the best count again.

    Raises Refusal once the rung has closed, and for an attempt that does not pass.
    """
    window = windows.of_pair(db, pair)[UNITS[unit].rung]
    if not window.counts(clock.now()):
        raise Refusal("pin", f"{unit} has closed: what counts for it stays as it is.")
    if not submission_id:
        db.execute(delete(Pin).where(Pin.pair_id == pair.id, Pin.unit == unit))
        return
    tried = attempts(db, [pair.id])[pair.id, unit]
    passing = (one.submission_id for one in tried if one.passed)
    if submission_id not in passing:
        raise Refusal("pin", f"{unit} does not pass in that attempt.")
    database.save(
        db,
        Pin(
            pair_id=pair.id,
            unit=unit,
            submission_id=submission_id,
            pinned_by=by,
            pinned_at=clock.now(),
        ),
    )
