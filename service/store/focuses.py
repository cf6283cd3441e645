"""Find what each pair of a class is at without success, since it last got on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Select,
    Subquery,
    bindparam,
    case,
    func,
    or_,
    select,
)
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
# Putting a statement together takes longer than asking it: each is made once, and told
# the class or the pairs when it is asked.
PAIRS: BindParameter[Any] = bindparam("pairs", expanding=True)
PLACE = {name: place for place, name in enumerate(UNITS)}


class Member(NamedTuple):
    """A person in a pair, with when a browser of theirs was last seen."""

    id: str
    name: str
    seen: datetime | None


def members_of(db: Database, course_id: str) -> dict[str, list[Member]]:
    """Return who is in each pair of a class now, in the order they came."""
    found: dict[str, list[Member]] = defaultdict(list)
    rows = db.execute(_members(), {"course": course_id})
    for pair_id, person_id, name, seen in rows:
        found[pair_id].append(Member(person_id, name, seen))
    return found


@cache
def _members() -> Select[str, str, str, datetime]:
    return (
        select(Membership.pair_id, Person.id, Person.name, func.max(Session.seen_at))
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(
            Session,
            or_(Session.person_id == Person.id, Session.partner_id == Person.id),
        )
        .where(Person.course_id == bindparam("course"), Membership.left_at.is_(None))
        .group_by(Membership.pair_id, Membership.seq, Person.id, Person.name)
        .order_by(Membership.seq)
    )


def seen_since(members: Sequence[Member], limit: datetime) -> bool:
    """Tell whether a browser of one of them has been open since ``limit``."""
    return any(one.seen is not None and one.seen >= limit for one in members)


@cache
def told() -> Subquery:
    """Return (pair, unit, attempts, newest, first pass) of ``PAIRS`` as a subquery."""
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
            Grading.pair_id.in_(PAIRS),
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
    if not misses or (now - misses[0].at > AWAY and not seen_since(here, now - AWAY)):
        return None  # nobody waits at their table
    since = got_on or misses[-1].at
    found = stuck.focus(misses, since, now, together=len(here) > 1)
    if found and found.driver:
        names = {one.id: one.name for one in here}
        return replace(found, driver=names.get(found.driver, "One"))
    return found


@cache
def _newest_pass() -> Subquery:
    each = told().c
    return (
        select(each.pair, func.max(each.first_pass).label("seq"))
        .group_by(each.pair)
        .subquery()
    )


def misses(db: Database, ids: Sequence[str]) -> list[tuple[str, Miss]]:
    """Return what failed since each pair last got on, the newest hand-in first."""
    rows = db.execute(_misses(), {"pairs": ids})
    in_order = sorted(rows, key=lambda row: (-row.seq, PLACE.get(row.unit, len(PLACE))))
    return [(row[1], Miss(*row[2:])) for row in in_order]


@cache
def _misses() -> Select[int, str, str, datetime, str, str, str, str]:
    newest = _newest_pass().c
    return (
        select(
            Submission.seq,
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
        .outerjoin(_newest_pass(), newest.pair == Submission.pair_id)
        .where(
            Submission.pair_id.in_(PAIRS),
            UnitRow.state.in_((State.FAILED, State.DID_NOT_LOAD)),
            Submission.seq >= func.coalesce(newest.seq, 0),
            *progress.current(),
        )
    )
