"""The pair's unsubmitted text, so that no crash or reload loses it."""

from sqlalchemy import delete
from sqlalchemy.orm import Session as Database

from service import clock
from service.store import database
from service.store.models import Draft


def save(db: Database, *, pair_id: str, rung: str, source: str, by: str) -> None:
    """Keep ``source`` as the pair's latest text for ``rung``."""
    draft = Draft(
        pair_id=pair_id,
        rung=rung,
        source=source,
        saved_by=by,
        saved_at=clock.now(),
    )
    database.save(db, draft)


def load(db: Database, pair_id: str, rung: str) -> Draft | None:
    """Return the latest text, if the pair has one."""
    return db.get(Draft, (pair_id, rung))


def drop(db: Database, pair_id: str, rung: str) -> None:
    """Forget the text: the starter comes back."""
    db.execute(delete(Draft).where(Draft.pair_id == pair_id, Draft.rung == rung))
