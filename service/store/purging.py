"""Delete what is older than a course needs: submissions, stale sign-ins, the people."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Table, delete, exists, func, select
from sqlalchemy.orm import Session as Database

from service.store import audit, erasing
from service.store.models import (
    Base,
    PairCode,
    Person,
    Role,
    Session,
    SignIn,
    Submission,
)


class Old(NamedTuple):
    """How much there is from before a day."""

    submissions: int
    people: int


def count(db: Database, before: datetime) -> Old:
    """Return what :func:`purge` would delete."""
    handed_in = select(func.count()).where(Submission.created_at < before)
    return Old(db.scalar(handed_in) or 0, len(_unseen(db, before)))


def purge(db: Database, before: datetime) -> Old:
    """Delete what is from before ``before``, with everything that hangs on it."""
    found = count(db, before)
    _delete(db, _table("submission"), Submission.created_at < before)
    for table, moment in (
        ("sign_in", SignIn.expires_at),
        ("session", Session.seen_at),
        ("pair_code", PairCode.expires_at),
    ):
        _delete(db, _table(table), moment < before)
    for person in _unseen(db, before):
        erasing.erase(db, person)
    detail = {"before": before.date().isoformat(), **found._asdict()}
    audit.note(db, "purged", actor_id=None, detail=detail)
    return found


def _unseen(db: Database, before: datetime) -> list[Person]:
    """Return the students of whom nothing newer is known, but those erased already."""
    seen = exists().where(Session.person_id == Person.id, Session.seen_at >= before)
    wrote = exists().where(
        Submission.author_id == Person.id, Submission.created_at >= before
    )
    return list(
        db.scalars(
            select(Person)
            .where(Person.role == Role.STUDENT, Person.demo.is_(False))
            .where(Person.created_at < before, Person.erased_at.is_(None))
            .where(~seen, ~wrote)
        )
    )


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _delete(db: Database, table: Table, which: Any) -> None:
    """Delete rows after all that point at them, however deep.

    The tables say themselves what hangs on what: a new one needs no line here.
    """
    for child in Base.metadata.sorted_tables:
        for key in child.foreign_keys:
            if key.column.table is table and child is not table:
                doomed = select(key.column).where(which)
                _delete(db, child, key.parent.in_(doomed))
    db.execute(delete(table).where(which))
