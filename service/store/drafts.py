"""The pair's unsubmitted text, so that no crash or reload loses it."""

from sqlalchemy import delete
from sqlalchemy.orm import Session as Database

from service import clock
from service.store import database, gradings
from service.store.models import Draft


def version(draft: Draft | None) -> str:
    """Return what a page remembers of the text it shows, "" for the starter."""
    return draft.saved_at.isoformat() if draft else ""


def in_the_way(  # noqa: PLR0913 - the columns of a draft, and what was seen
    db: Database, *, pair_id: str, rung: str, source: str, by: str, seen: str
) -> Draft | None:
    """Return the partner's text that ``by`` has not seen and would write over."""
    gradings.lock_pair(db, pair_id)
    now = load(db, pair_id, rung)
    if now is None or now.saved_by == by or now.source == source:
        return None
    return now if version(now) != seen else None


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
