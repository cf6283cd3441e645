"""Queue a pair's own expression on its own engine: no attempt, no verdict."""

from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from exercises.nouns import State
from service.store.gradings import LIVE, MOST_QUEUED, cancel, enqueue, lock_pair
from service.store.models import Grading, Phase, Purpose, Result, Submission, UnitRow
from service.store.refusals import Refusal

BUSY = "Several of your hand-ins wait to be graded; ask again after them."


class Try(NamedTuple):
    """One question to the engine of a submission, and the answer once there is one."""

    grading: Grading
    submission: Submission
    result: Result | None


def engine_of(db: Session, pair_id: str) -> Submission | None:
    """Return the newest submission in which the pair's engine ran as a whole."""
    ran = (
        select(Submission)
        .join(Grading, Grading.submission_id == Submission.id)
        .join(UnitRow, UnitRow.grading_id == Grading.id)
        .where(
            Submission.pair_id == pair_id,
            UnitRow.run == "assembled",
            UnitRow.state.in_((State.PASSED, State.FAILED)),
        )
        .order_by(Submission.seq.desc())
        .limit(1)
    )
    return db.scalar(ran)


def newest(db: Session, pair_id: str) -> Submission | None:
    """Return the newest submission of all."""
    of_pair = select(Submission).where(Submission.pair_id == pair_id)
    return db.scalar(of_pair.order_by(Submission.seq.desc()).limit(1))


def ask(db: Session, submission: Submission, options: dict[str, Any]) -> Grading:
    """Queue one question; an earlier one that still waits gives way to it.

    Raises Refusal where it would push a hand-in out of the queue.
    """
    lock_pair(db, submission.pair_id)
    waiting = db.scalars(
        select(Grading).where(
            Grading.pair_id == submission.pair_id,
            Grading.queue == LIVE,
            Grading.phase == Phase.QUEUED,
        )
    ).all()
    if sum(one.purpose != Purpose.TRY for one in waiting) >= MOST_QUEUED:
        raise Refusal("expression", BUSY)
    for one in waiting:
        if one.purpose == Purpose.TRY and one.options != options:
            cancel(db, one.id)
    return enqueue(db, submission, Purpose.TRY, options=options)


def find(db: Session, try_id: str, *, pair_id: str) -> Try | None:
    """Return one question of this pair."""
    row = db.execute(
        select(Grading, Submission, Result)
        .join(Submission, Submission.id == Grading.submission_id)
        .outerjoin(Result, Result.grading_id == Grading.id)
        .where(
            Grading.id == try_id,
            Grading.purpose == Purpose.TRY,
            Grading.pair_id == pair_id,
        )
    ).first()
    return Try(*row) if row else None
