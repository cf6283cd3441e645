"""Find what each pair of a class is at without success, since it last got on."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Subquery, case, func, or_, select
from sqlalchemy.orm import Session as Database

from exercises.catalogue import UNITS
from exercises.nouns import State
from service import clock
from service.store import progress, stuck
from service.store.models import (
    Grading,
    Membership,
    Person,
    Result,
    Session,
    Submission,
    UnitRow,
)
from service.store.stuck import Focus, Miss

AWAY = timedelta(minutes=30)


class Member(NamedTuple):
    """A person in a pair, with when a browser of theirs was last seen."""

    id: str
    name: str
    seen: datetime | None


def members_of(db: Database, course_id: str) -> dict[str, list[Member]]:
    """Return who is in each pair of a class now, in the order they came."""
    rows = db.execute(
        select(Membership.pair_id, Person.id, Person.name, func.max(Session.seen_at))
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(
            Session,
            or_(Session.person_id == Person.id, Session.partner_id == Person.id),
        )
        .where(Person.course_id == course_id, Membership.left_at.is_(None))
        .group_by(Membership.pair_id, Membership.seq, Person.id, Person.name)
        .order_by(Membership.seq)
    )
    found: dict[str, list[Member]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(Member(*row[1:]))
    return found


def seen_since(members: Sequence[Member], span: timedelta) -> bool:
    """Tell whether a browser of one of them was open within ``span``."""
    limit = clock.now() - span
    return any(one.seen is not None and one.seen >= limit for one in members)


def told(ids: Sequence[str]) -> Subquery:
    """Return (pair, unit, attempts, newest, first pass) of some pairs as a subquery."""
    passed = case((UnitRow.state == State.PASSED, Submission.seq))
    return (
        select(
            Grading.pair_id.label("pair"),
            UnitRow.unit.label("unit"),
            func.count(Grading.submission_id.distinct()).label("attempts"),
            func.max(Submission.seq).label("newest"),
            func.min(passed).label("first_pass"),
        )
        .join(UnitRow, UnitRow.grading_id == Grading.id)
        .join(Submission, Submission.id == Grading.submission_id)
        .where(
            Grading.pair_id.in_(ids),
            UnitRow.state.in_(progress.ATTEMPTED),
            *progress.counted(),
        )
        .group_by(Grading.pair_id, UnitRow.unit)
        .subquery()
    )


def of_pair(
    misses: Sequence[Miss], got_on: datetime | None, here: Sequence[Member]
) -> Focus | None:
    """Return what a pair that has not got on is at; None for who has gone home."""
    now = clock.now()
    if not misses or (now - misses[0].at > AWAY and not seen_since(here, AWAY)):
        return None  # nobody waits at their table
    since = got_on or misses[-1].at
    names = {one.id: one.name for one in here}
    known = [one.called(names.get(one.author, "One")) for one in misses]
    return stuck.focus(known, since, now, together=len(here) > 1)


def got_on(db: Database, ids: Sequence[str]) -> dict[str, datetime]:
    """Return when each pair last passed something for the first time."""
    newest = _newest_pass(ids)
    rows = db.execute(
        select(newest.c.pair, Submission.created_at).join(
            Submission, Submission.seq == newest.c.seq
        )
    )
    return {row[0]: row[1] for row in rows}


def _newest_pass(ids: Sequence[str]) -> Subquery:
    each = told(ids).c
    return (
        select(each.pair, func.max(each.first_pass).label("seq"))
        .group_by(each.pair)
        .subquery()
    )


def misses(db: Database, ids: Sequence[str]) -> list[tuple[str, Miss]]:
    """Return what failed since each pair last got on, the newest hand-in first."""
    newest = _newest_pass(ids)
    place = case(
        {name: n for n, name in enumerate(UNITS)}, value=UnitRow.unit, else_=99
    )
    rows = db.execute(
        select(
            Submission.pair_id,
            Submission.id,
            Submission.created_at,
            Submission.author_id,
            UnitRow.unit,
            func.coalesce(UnitRow.misconception, UnitRow.kind, ""),
            Result.headline,
        )
        .join(Grading, Grading.submission_id == Submission.id)
        .join(UnitRow, UnitRow.grading_id == Grading.id)
        .join(Result, Result.grading_id == Grading.id)
        .outerjoin(newest, newest.c.pair == Submission.pair_id)
        .where(
            Submission.pair_id.in_(ids),
            UnitRow.state.in_((State.FAILED, State.DID_NOT_LOAD)),
            Submission.seq >= func.coalesce(newest.c.seq, 0),
            *progress.current(),
        )
        .order_by(Submission.seq.desc(), place)
    )
    return [(row[0], Miss(*row[1:])) for row in rows]
