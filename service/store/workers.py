"""Keep the workers' heartbeats: who is alive, and how strong its sandbox is."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from service.store.database import moment, save
from service.store.models import WorkerRow

ALIVE_SECONDS = 60
FORGOTTEN_SECONDS = 600


def seen(db: Session, row: WorkerRow) -> None:
    """Note that a worker is alive now; its row is made or brought up to date."""
    row.seen_at = moment(db)
    save(db, row)


def gone(db: Session, name: str) -> None:
    """Forget a worker that said goodbye."""
    db.execute(delete(WorkerRow).where(WorkerRow.name == name))


def forget_the_dead(db: Session) -> None:
    """Forget workers silent for so long that their row no longer explains anything."""
    limit = moment(db) - timedelta(seconds=FORGOTTEN_SECONDS)
    db.execute(delete(WorkerRow).where(WorkerRow.seen_at < limit))


def alive(db: Session) -> list[WorkerRow]:
    """Return the workers heard from within the last minute, by name."""
    limit = moment(db) - timedelta(seconds=ALIVE_SECONDS)
    return list(
        db.scalars(
            select(WorkerRow).where(WorkerRow.seen_at >= limit).order_by(WorkerRow.name)
        )
    )


def count_alive(db: Session, queue: str) -> int:
    """Return how many living workers serve ``queue`` first."""
    limit = moment(db) - timedelta(seconds=ALIVE_SECONDS)
    return (
        db.scalar(
            select(func.count()).where(
                WorkerRow.queue == queue, WorkerRow.seen_at >= limit
            )
        )
        or 0
    )
