"""Browser sessions: rows that can be looked up by a cookie and revoked."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Database

from service import clock
from service.store import codes
from service.store.models import Person, Session

IDLE_FOR = timedelta(days=30)
SEEN_EVERY = timedelta(
    minutes=5
)  # a write for every request would queue behind grading


def begin(db: Database, person: Person, partner_id: str | None = None) -> str:
    """Open a session and return the secret for the cookie."""
    key = codes.secret()
    db.add(
        Session(
            id_sha256=codes.digest(key),
            person_id=person.id,
            partner_id=partner_id,
            seen_at=clock.now(),
        )
    )
    db.flush()
    return key


def find(db: Database, key: str) -> Session | None:
    """Return the open session of a cookie."""
    return db.scalar(
        select(Session)
        .where(Session.id_sha256 == codes.digest(key))
        .where(Session.revoked_at.is_(None))
        .where(Session.seen_at > clock.now() - IDLE_FOR)
    )


def is_due(session: Session) -> bool:
    """Tell whether "last seen" should be written again."""
    return clock.now() - session.seen_at > SEEN_EVERY


def see(db: Database, session: Session) -> None:
    """Write that the session is in use."""
    mine = update(Session).where(Session.id == session.id)
    db.execute(mine.values(seen_at=clock.now()))


def share(db: Database, session_id: str, partner_id: str | None) -> None:
    """Name the second person at this computer."""
    mine = update(Session).where(Session.id == session_id)
    db.execute(mine.values(partner_id=partner_id))


def end(db: Database, key: str) -> None:
    """Close the session of a cookie."""
    mine = update(Session).where(Session.id_sha256 == codes.digest(key))
    db.execute(mine.values(revoked_at=clock.now()))
