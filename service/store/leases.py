"""Lend a grading to one worker at a time, and take it back from the dead.

Every change is one conditional UPDATE that names the phase and the lease it expects,
in database time: two workers, two sweepers, or a worker that comes back from the dead
cannot both succeed.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, case, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from exercises.nouns import Fault
from service.store.database import moment
from service.store.gradings import RANK, make_current
from service.store.installation import has_digits
from service.store.models import (
    Grading,
    GradingAttempt,
    Pair,
    Phase,
    Purpose,
    Submission,
)
from service.store.suites import active_version

LEASE_SECONDS = 15
# So often a run may be lost by our fault before the grading is given up.
MOST_RUNS = 3
TRAINING = "stretch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One run of one grading, lent to this worker; ``token`` fences everyone else."""

    grading_id: str
    submission_id: str
    pair_id: str
    course_id: str
    token: str
    run: int
    queue: str
    purpose: Purpose
    suite_version: str
    options: dict[str, Any]
    filename: str
    source: str


class Hold(StrEnum):
    """What the database says when a lease is extended."""

    MINE = "mine"
    STOP_ASKED = "stop_asked"
    LOST = "lost"


def claim(
    db: Session, queues: tuple[str, ...], *, worker: str, host: str
) -> Claim | None:
    """Take the next grading: by purpose, then the pair served longest ago.

    A pair has at most one running per queue. Nothing is graded before a suite is
    active, nothing trained before digits are prepared. None: nothing to do now.
    """
    version = active_version(db)
    ready = {TRAINING: has_digits(db)}
    queues = tuple(each for each in queues if ready.get(each, version is not None))
    token = str(uuid4())
    try:
        with db.begin_nested():
            taken = _take(db, queues, token, version or "")
    except IntegrityError:
        # Postgres: another worker took the same pair's other row at this instant.
        return None
    if taken is None:
        return None
    now = moment(db)
    submission = db.scalars(
        select(Submission).where(Submission.id == taken.submission_id)
    ).one()
    pair = db.scalars(select(Pair).where(Pair.id == taken.pair_id)).one()
    pair.served_at = now
    db.add(
        GradingAttempt(
            grading_id=taken.id,
            n=taken.run,
            worker=worker,
            host=host,
            started_at=now,
        )
    )
    return Claim(
        grading_id=taken.id,
        submission_id=submission.id,
        pair_id=pair.id,
        course_id=pair.course_id,
        token=token,
        run=taken.run,
        queue=taken.queue,
        purpose=Purpose(taken.purpose),
        suite_version=taken.suite_version,
        options=dict(taken.options),
        filename=submission.filename,
        source=submission.source,
    )


def _take(
    db: Session, queues: tuple[str, ...], token: str, version: str
) -> Grading | None:
    now = moment(db)
    held = update(Grading).where(
        Grading.seq == _first(db, queues).correlate(None).scalar_subquery(),
        Grading.phase == Phase.QUEUED,
    )
    return db.scalar(
        held.values(
            phase=Phase.RUNNING,
            run=Grading.run + 1,
            lease_token=token,
            lease_until=now + timedelta(seconds=LEASE_SECONDS),
            suite_version=case((Grading.queue == TRAINING, ""), else_=version),
        ).returning(Grading)
    )


def _first(db: Session, queues: tuple[str, ...]) -> Select[int]:
    other = aliased(Grading)
    pair_is_served = exists().where(
        other.pair_id == Grading.pair_id,
        other.queue == Grading.queue,
        other.phase == Phase.RUNNING,
    )
    return (
        select(Grading.seq)
        .join(Pair, Pair.id == Grading.pair_id)
        .where(
            Grading.phase == Phase.QUEUED,
            Grading.queue.in_(queues),
            or_(Grading.not_before.is_(None), Grading.not_before <= moment(db)),
            ~pair_is_served,
        )
        .order_by(RANK, Pair.served_at.nulls_first(), Grading.seq)
        .limit(1)
        # Postgres: two workers look past each other's row instead of waiting for it.
        .with_for_update(skip_locked=True, of=[Grading, Pair])
    )


def extend(db: Session, claim: Claim) -> Hold:
    """Keep the lease for as long again, and hear whether somebody asked to stop."""
    asked = db.scalar(
        update(Grading)
        .where(*_mine(claim))
        .values(lease_until=moment(db) + timedelta(seconds=LEASE_SECONDS))
        .returning(Grading.cancel_asked)
    )
    if asked is None:
        return Hold.LOST
    return Hold.STOP_ASKED if asked else Hold.MINE


def finish(db: Session, claim: Claim) -> bool:
    """Mark the run done; False: the lease is lost and the result must be dropped.

    The caller stores the result in the same transaction.
    """
    if not _leave(db, claim, Phase.DONE):
        return False
    # A regrade of a class stands when it is applied as a whole.
    if claim.purpose is Purpose.REGRADE and "regrade" not in claim.options:
        make_current(
            db, db.scalars(select(Grading).where(Grading.id == claim.grading_id)).one()
        )
    return True


def fault(db: Session, claim: Claim, fault: Fault, sentence: str) -> bool:
    """End the run as our fault: it costs the pair nothing; False: lease lost."""
    return _leave(db, claim, Phase.FAILED, fault=fault, fault_sentence=sentence)


def again(db: Session, claim: Claim) -> bool:
    """Put a run back into the queue that broke by our fault; False: lease lost."""
    mine = db.scalar(
        update(Grading)
        .where(*_mine(claim))
        .values(
            phase=Phase.QUEUED, lease_token=None, lease_until=None, enqueued_at=None
        )
        .returning(Grading.id)
    )
    note_end(db, claim.grading_id, claim.run, "broken" if mine else "fenced")
    return mine is not None


def stopped(db: Session, claim: Claim) -> bool:
    """End the run because somebody cancelled it; False: lease lost."""
    return _leave(db, claim, Phase.CANCELLED)


def _mine(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    return (
        Grading.id == claim.grading_id,
        Grading.lease_token == claim.token,
        Grading.phase == Phase.RUNNING,
    )


def _leave(db: Session, claim: Claim, phase: Phase, **also: Any) -> bool:
    mine = db.scalar(
        update(Grading)
        .where(*_mine(claim))
        .values(
            phase=phase,
            done_at=moment(db),
            lease_token=None,
            lease_until=None,
            **also,
        )
        .returning(Grading.id)
    )
    # A late one is evidence too: somebody else's result stands, ours was fenced off.
    note_end(db, claim.grading_id, claim.run, phase if mine else "fenced")
    return mine is not None


def note_end(db: Session, grading_id: str, run: int, outcome: str) -> None:
    """Write into the evidence how one run ended."""
    db.execute(
        update(GradingAttempt)
        .where(GradingAttempt.grading_id == grading_id, GradingAttempt.n == run)
        .values(ended_at=moment(db), outcome=outcome)
    )
