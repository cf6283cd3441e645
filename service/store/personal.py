"""Gather what is kept about one person, from every table that names them."""

from typing import Any

from sqlalchemy import Table, or_, select
from sqlalchemy.orm import Session as Database

from service.store.models import Base, Grading, Person, Result, Submission

# What signs somebody in is nobody's to read, not even theirs from a file.
WITHHELD = {"password", "id_sha256", "token_sha256"}
Rows = list[dict[str, Any]]


def naming(table: Table) -> list[str]:
    """Return the columns of a table that point at a person."""
    return [
        column.name
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]


def gather(db: Database, person_id: str) -> dict[str, Rows]:
    """Return the rows of each table that point at a person, and the verdicts on them."""
    told = {"person": _rows(db, Person.__table__, Person.id == person_id)}
    for table in Base.metadata.sorted_tables:
        names = naming(table)
        if names:
            theirs = or_(*(table.c[name] == person_id for name in names))
            told[table.name] = _rows(db, table, theirs)
    graded = select(Grading.id).where(
        Grading.submission_id.in_(_handed_in(person_id)),
    )
    told["result"] = _rows(db, Result.__table__, Result.grading_id.in_(graded))
    return {name: rows for name, rows in told.items() if rows}


def sources(db: Database, person_id: str) -> list[Submission]:
    """Return what the person handed in as author or drawer, the oldest first."""
    mine = select(Submission).where(Submission.id.in_(_handed_in(person_id)))
    return list(db.scalars(mine.order_by(Submission.seq)))


def _handed_in(person_id: str) -> Any:
    mine = or_(Submission.author_id == person_id, Submission.drawer_id == person_id)
    return select(Submission.id).where(mine)


def _rows(db: Database, table: Any, which: Any) -> Rows:
    shown = [column for column in table.columns if column.name not in WITHHELD]
    return [dict(row) for row in db.execute(select(*shown).where(which)).mappings()]
