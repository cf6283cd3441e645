"""Browser sessions: rows that can be looked up by a cookie and revoked."""

from datetime import timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session as Database

from service import clock
from service.store import codes
from service.store.models import Person, Session

IDLE_FOR = timedelta(days=30)
SEEN_EVERY = timedelta(
    minutes=5
)  # a write for every request would queue behind grading


def begin(
    db: Database,
    person: Person,
    partner_id: str | None = None,
    *,
    browser: str = "",
    ip: str = "",
) -> str:
    """Open a session and return the secret for the cookie."""
    key = codes.secret()
    db.add(
        Session(
            id_sha256=codes.digest(key),
            person_id=person.id,
            partner_id=partner_id,
            seen_at=clock.now(),
            browser=browser,
            ip=ip,
        )
    )
    _has_come(db, person.id)
    db.flush()
    return key


def _has_come(db: Database, person_id: str) -> None:
    """Note that somebody is here: from now on their name opens nothing any more."""
    came = update(Person).where(Person.id == person_id, Person.expected.is_(True))
    db.execute(came.values(expected=False))


def find(db: Database, key: str) -> Session | None:
    """Return the open session of a cookie."""
    return db.scalar(
        select(Session).where(Session.id_sha256 == codes.digest(key), *_is_open())
    )


def _is_open() -> tuple[ColumnElement[bool], ...]:
    return Session.revoked_at.is_(None), Session.seen_at > clock.now() - IDLE_FOR


def of(db: Database, person_id: str) -> list[Session]:
    """Return where a person is signed in now, the latest seen first."""
    mine = select(Session).where(Session.person_id == person_id, *_is_open())
    return list(db.scalars(mine.order_by(Session.seen_at.desc(), Session.seq.desc())))


def end_one(db: Database, person_id: str, session_id: str) -> bool:
    """Close one session of this person; False: they have no such one open."""
    return bool(_end(db, Session.person_id == person_id, Session.id == session_id))


def end_others(db: Database, person_id: str, keep: str) -> int:
    """Close every session of this person but one; return how many that were."""
    return _end(db, Session.person_id == person_id, Session.id != keep)


def end_all(db: Database, person_id: str) -> int:
    """Close every session of this person; return how many that were."""
    return _end(db, Session.person_id == person_id)


def _end(db: Database, *which: ColumnElement[bool]) -> int:
    closing = update(Session).where(*which, *_is_open())
    closed = db.scalars(closing.values(revoked_at=clock.now()).returning(Session.seq))
    return len(closed.all())


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
    if partner_id:
        _has_come(db, partner_id)


def end(db: Database, key: str) -> None:
    """Close the session of a cookie."""
    mine = update(Session).where(Session.id_sha256 == codes.digest(key))
    db.execute(mine.values(revoked_at=clock.now()))
