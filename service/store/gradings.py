"""Keep the waiting room: who is queued, in which order, and who left it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any, NamedTuple

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from service.store.database import moment
from service.store.models import (
    Grading,
    GradingAttempt,
    Pair,
    Phase,
    Purpose,
    Submission,
)
from service.store.workers import count_alive

QUEUES = {
    Purpose.REGRADE: "regrade",
    # An instructor's private look must not keep the pair's own verdict waiting.
    Purpose.REPLAY: "regrade",
    Purpose.STRETCH_OFFICIAL: "stretch",
    Purpose.STRETCH_OPEN: "stretch",
}
LIVE = "live"
ASKED = {Purpose.TRY, Purpose.STRETCH_OFFICIAL}
ORDER = tuple(Purpose)  # a person waits for the first ones
RANK = case(
    {purpose: rank for rank, purpose in enumerate(ORDER)}, value=Grading.purpose
)
MOST_QUEUED = 3
GUESSED_SECONDS = {LIVE: 2.0, "regrade": 2.0, "stretch": 60.0}


class Position(NamedTuple):
    """How many are served before this one, and in how many seconds it is its turn."""

    ahead: int
    seconds: int


def queue_of(purpose: Purpose) -> str:
    """Return the queue that serves ``purpose``."""
    return QUEUES.get(purpose, LIVE)


def lock_pair(db: Session, pair_id: str) -> None:
    """Let one transaction at a time change what this pair has in the queue."""
    db.execute(select(Pair.seq).where(Pair.id == pair_id).with_for_update()).one()


def enqueue(
    db: Session,
    submission: Submission,
    purpose: Purpose,
    *,
    options: Mapping[str, Any] | None = None,
) -> Grading:
    """Queue one more run of ``submission``, or return the same one if it still waits.

    A pair's fourth queued run takes the place of its newest: that one is cancelled.
    """
    lock_pair(db, submission.pair_id)
    earlier = select(Grading).where(
        Grading.submission_id == submission.id, Grading.purpose == purpose
    )
    pending = earlier.where(Grading.phase.in_((Phase.QUEUED, Phase.RUNNING)))
    for known in db.scalars(pending.order_by(Grading.seq)):
        # Two questions to one engine differ in what they ask, two runs in their model.
        if purpose not in ASKED or known.options == dict(options or {}):
            return known
    # Nothing that is not a hand-in displaces one.
    if purpose not in {Purpose.REPLAY, Purpose.VISIBLE, Purpose.REGRADE}:
        _make_room(db, submission.pair_id, queue_of(purpose))
    last_run = db.scalar(select(func.max(earlier.subquery().c.run_no))) or 0
    # A regrade becomes the current verdict when it is done, not when it is asked for.
    is_current = purpose is not Purpose.REGRADE
    if is_current:
        _supersede(db, submission.id, (purpose,))
    grading = Grading(
        submission_id=submission.id,
        pair_id=submission.pair_id,
        suite_version="",
        purpose=purpose,
        queue=queue_of(purpose),
        run_no=last_run + 1,
        current=is_current,
        options=dict(options or {}),
    )
    db.add(grading)
    db.flush()
    return grading


def _make_room(db: Session, pair_id: str, queue: str) -> None:
    waiting = db.scalars(
        select(Grading.id)
        .where(
            Grading.pair_id == pair_id,
            Grading.queue == queue,
            Grading.phase == Phase.QUEUED,
            Grading.purpose != Purpose.VISIBLE,
        )
        .order_by(Grading.seq)
    ).all()
    for grading_id in waiting[MOST_QUEUED - 1 :]:
        cancel(db, grading_id)


def _supersede(db: Session, submission_id: str, purposes: Iterable[Purpose]) -> None:
    db.execute(
        update(Grading)
        .where(
            Grading.submission_id == submission_id,
            Grading.purpose.in_(list(purposes)),
        )
        .values(current=False)
    )


def make_current(db: Session, grading: Grading) -> None:
    """Let a finished regrade stand for its submission from now on."""
    _supersede(db, grading.submission_id, (Purpose.SUBMIT, Purpose.REGRADE))
    grading.current = True


def cancel(db: Session, grading_id: str) -> bool:
    """Take a grading out of the queue, or ask its worker to stop; False: it is over."""
    at_once = db.scalar(
        update(Grading)
        .where(Grading.id == grading_id, Grading.phase == Phase.QUEUED)
        .values(phase=Phase.CANCELLED, done_at=moment(db))
        .returning(Grading.id)
    )
    asked = at_once or db.scalar(
        update(Grading)
        .where(Grading.id == grading_id, Grading.phase == Phase.RUNNING)
        .values(cancel_asked=True)
        .returning(Grading.id)
    )
    return asked is not None


def requeue(db: Session, grading_id: str) -> bool:
    """Give a grading that failed by our fault another chance; False: it did not."""
    again = db.scalar(
        update(Grading)
        .where(Grading.id == grading_id, Grading.phase == Phase.FAILED)
        .values(
            phase=Phase.QUEUED,
            fault=None,
            fault_sentence=None,
            enqueued_at=None,
            done_at=None,
            cancel_asked=False,
        )
        .returning(Grading.id)
    )
    return again is not None


def position(db: Session, grading: Grading) -> Position:
    """Return where a queued grading stands; (0, 0) once it is not queued."""
    if grading.phase != Phase.QUEUED:
        return Position(0, 0)
    turns = _turns(db, grading.queue)
    queued = turns.index(grading.id) if grading.id in turns else 0
    in_work = db.scalar(
        select(func.count()).where(
            Grading.queue == grading.queue, Grading.phase == Phase.RUNNING
        )
    )
    ahead = queued + (in_work or 0)
    workers = max(1, count_alive(db, grading.queue))
    seconds = (ahead / workers) * _seconds_each(db, grading.queue)
    return Position(ahead, ceil(seconds))  # nobody who waits is served in "about 0 s"


def _turns(db: Session, queue: str) -> list[str]:
    """Return the queued ids as claims will take them: each pair once, then again."""
    rows = db.execute(
        select(Grading.id, Grading.pair_id, RANK, Pair.served_at)
        .join(Pair, Pair.id == Grading.pair_id)
        .where(Grading.queue == queue, Grading.phase == Phase.QUEUED)
        .order_by(RANK, Pair.served_at.nulls_first(), Grading.seq)
    ).all()
    rounds: Counter[tuple[int, str]] = Counter()
    turns = []
    for place, (grading_id, pair_id, rank, _) in enumerate(rows):
        turns.append((rank, rounds[rank, pair_id], place, grading_id))
        rounds[rank, pair_id] += 1
    return [turn[-1] for turn in sorted(turns)]


def _seconds_each(db: Session, queue: str) -> float:
    """Return how long the last twenty gradings took on average, or a first guess."""
    rows = db.execute(
        select(GradingAttempt.started_at, GradingAttempt.ended_at)
        .join(Grading, Grading.id == GradingAttempt.grading_id)
        .where(Grading.queue == queue, GradingAttempt.outcome == Phase.DONE)
        .order_by(GradingAttempt.ended_at.desc())
        .limit(20)
    ).all()
    took = [(end - start).total_seconds() for start, end in rows if end]
    return sum(took) / len(took) if took else GUESSED_SECONDS[queue]
