"""A pair's own words at a rung: for themselves, and for whoever comes to help."""

from sqlalchemy.orm import Session as Database

from service import clock
from service.store import database, gradings
from service.store.models import Note
from service.store.refusals import Refusal

LONGEST = 20_000


def load(db: Database, pair_id: str, rung: str) -> Note | None:
    """Return the pair's notes, None before there are any."""
    return db.get(Note, (pair_id, rung))


def version(note: Note | None) -> str:
    """Return what a page remembers of the notes it shows, "" for none."""
    return note.saved_at.isoformat() if note else ""


def keep(  # noqa: PLR0913 - the columns of a note, and what was seen
    db: Database, *, pair_id: str, rung: str, text: str, by: str, seen: str
) -> Note | None:
    """Keep the text; a partner's that ``by`` has not seen is returned, and nothing kept.

    Raises Refusal for one that is too long.
    """
    if len(text) > LONGEST:
        raise Refusal(
            "text", f"Notes hold {LONGEST:,} characters; these are {len(text):,}."
        )
    gradings.lock_pair(db, pair_id)
    now = load(db, pair_id, rung)
    unseen = now is not None and version(now) != seen
    if now is not None and unseen and now.saved_by != by and now.text != text:
        return now
    fresh = {"text": text, "saved_by": by, "saved_at": clock.now()}
    database.save(db, Note(pair_id=pair_id, rung=rung, **fresh))
    return None
