"""Know which queued gradings have no bell rung for them, or one long ago."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.orm import Session

from service.store.database import moment
from service.store.gradings import RANK
from service.store.models import Grading, Phase

# The sweeper counts the bells that lie unheard, so that ringing early costs nothing; a
# Redis that lost its memory keeps a pair waiting for as long.
STALE_SECONDS = 10


def rung(db: Session, grading_ids: Iterable[str]) -> None:
    """Note that a bell was rung for these."""
    db.execute(
        update(Grading)
        .where(Grading.id.in_(list(grading_ids)), Grading.phase == Phase.QUEUED)
        .values(enqueued_at=moment(db))
    )


def has_waiting(db: Session, pair_id: str, queue: str) -> bool:
    """Tell whether the pair has something queued that its running one held up."""
    held = exists().where(
        Grading.pair_id == pair_id,
        Grading.queue == queue,
        Grading.phase == Phase.QUEUED,
    )
    return bool(db.scalar(select(held)))


def unheard(db: Session) -> list[tuple[str, str]]:
    """Return (id, queue) of what is queued with no bell, or one of long ago."""
    now = moment(db)
    stale = now - timedelta(seconds=STALE_SECONDS)
    rows = db.execute(
        select(Grading.id, Grading.queue)
        .where(
            Grading.phase == Phase.QUEUED,
            or_(Grading.enqueued_at.is_(None), Grading.enqueued_at < stale),
            or_(Grading.not_before.is_(None), Grading.not_before <= now),
        )
        .order_by(RANK, Grading.seq)
    )
    return [(grading_id, queue) for grading_id, queue in rows]


def count_queued(db: Session, queue: str) -> int:
    """Return how many gradings wait in ``queue``."""
    return (
        db.scalar(
            select(func.count()).where(
                Grading.queue == queue, Grading.phase == Phase.QUEUED
            )
        )
        or 0
    )


def waiting_submissions(db: Session, queue: str, limit: int = 50) -> list[str]:
    """Return the submissions that wait in ``queue``, to tell them they moved up."""
    return list(
        db.scalars(
            select(Grading.submission_id)
            .where(Grading.queue == queue, Grading.phase == Phase.QUEUED)
            .order_by(Grading.seq)
            .limit(limit)
        )
    )
