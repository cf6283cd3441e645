"""Fill a class with pretend pairs whose work is really graded, and take it away again."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import ColumnElement, Table, delete, false, or_, select, update
from sqlalchemy.orm import Session as Database

from exercises.catalogue import RUNGS
from exercises.pretend.evening import Group, HandIn, evening
from service import clock
from service.store import pairs, people
from service.store.gradings import LIVE
from service.store.models import (
    Audit,
    Course,
    Grading,
    Pair,
    Person,
    Phase,
    Purpose,
    Submission,
)
from service.store.refusals import Refusal
from service.store.tables.foundation import Base

UNITS_OF = {rung.slug: rung.units for rung in RUNGS}
NAME = "Demo: an evening of {} pairs"
GROUPS = 30
MOST_GROUPS = 200
# Begins the token of each pretend hand-in, which says that it waited since an hour ago.
MARK = "demo-"
GONE = "Someone of a demo class"
_AUDIT = Base.metadata.tables["audit"]


def find(db: Database) -> Course | None:
    """Return the class of pretend pairs, if there is one."""
    named = Course.name.startswith(NAME.split("{", 1)[0])
    return db.scalar(select(Course).where(Course.demo.is_(True), named).limit(1))


def fill(db: Database, groups: int = GROUPS, *, seed: int = 1) -> Course:
    """Make the class and queue all of its work; raises Refusal if there is one.

    Nothing is marked as graded here: the workers take these gradings like any other, each
    pair in its turn.
    """
    if find(db) is not None:
        raise Refusal("demo", "There is a demo evening already: remove it first.")
    if not 1 <= groups <= MOST_GROUPS:
        raise Refusal("demo", f"A demo evening has 1 to {MOST_GROUPS} pairs.")
    course = people.make_course(db, NAME.format(groups), demo=True)
    for group in evening(groups, seed):
        _make(db, course, group)
    return course


def _make(db: Database, course: Course, group: Group) -> None:
    members = [people.add_student(db, course, name) for name in group.names]
    pair = pairs.make(db, *members)
    attempts: Counter[str] = Counter()
    for number, hand_in in enumerate(group.hand_ins):
        attempts[hand_in.rung] += 1
        submission = _submission(pair, members, hand_in, attempts[hand_in.rung])
        submission.client_token = f"{MARK}{number}"
        db.add(submission)
        db.flush()
        db.add(_grading(submission))
    if group.hand_ins:
        last = group.hand_ins[-1]
        pair.driver_id = members[last.writer].id
        pair.role_changed_at = clock.now() - timedelta(minutes=last.ago)


def _submission(
    pair: Pair, members: list[Person], hand_in: HandIn, attempt: int
) -> Submission:
    others = [one for n, one in enumerate(members) if n != hand_in.writer]
    return Submission(
        pair_id=pair.id,
        author_id=members[hand_in.writer].id,
        drawer_id=others[0].id if others else None,
        attempt=attempt,
        rung=hand_in.rung,
        filename=f"{hand_in.rung}.py",
        source=hand_in.source,
        source_sha256=hashlib.sha256(hand_in.source.encode()).hexdigest(),
        created_at=clock.now() - timedelta(minutes=hand_in.ago),
    )


def _grading(submission: Submission) -> Grading:
    return Grading(
        submission_id=submission.id,
        pair_id=submission.pair_id,
        suite_version="",
        purpose=Purpose.SUBMIT,
        queue=LIVE,
        options={"units": list(UNITS_OF[submission.rung or ""])},
        created_at=submission.created_at,
    )


def progress(db: Database, course_id: str) -> tuple[int, int]:
    """Return how many of the class's gradings are over, and how many there are."""
    mine = select(Grading.phase).join(Pair, Pair.id == Grading.pair_id)
    phases = db.scalars(mine.where(Pair.course_id == course_id)).all()
    waiting = sum(phase in {Phase.QUEUED, Phase.RUNNING} for phase in phases)
    return len(phases) - waiting, len(phases)


def remove(db: Database, course_id: str) -> None:
    """Delete a demo class and everything that belongs to it; raises Refusal.

    Every table is asked for rows that point at a row which goes, so a table that is
    added later need not be named here.
    """
    course = db.scalar(select(Course).where(Course.id == course_id))
    if course is None or not course.demo:
        raise Refusal("demo", "Only a demo class can be removed like this.")
    going: dict[str, set[str]] = {"course": {course.id}}
    for table in Base.metadata.sorted_tables:
        if "id" in table.c and table.name != "course":
            going[table.name] = set(
                db.scalars(select(table.c.id).where(_points_at(table, going)))
            )
    # Who signed in stands in the audit log, which only grows: a nameless row stays.
    acted = set(db.scalars(select(Audit.actor_id).where(_points_at(_AUDIT, going))))
    leaving = update(Person).where(Person.id.in_(acted))
    db.execute(leaving.values(course_id=None, name=GONE, erased_at=clock.now()))
    for table in reversed(Base.metadata.sorted_tables):
        if table is _AUDIT or table.name == "course":
            continue
        stays = table.c.id.in_(acted) if table.name == "person" else false()
        db.execute(delete(table).where(_points_at(table, going), ~stays))
    db.execute(delete(Course).where(Course.id == course_id))


def _points_at(table: Table, going: Mapping[str, set[str]]) -> ColumnElement[bool]:
    """Return the condition that a row belongs to one of these rows."""
    return or_(
        false(),
        *(
            key.parent.in_(going[key.column.table.name])
            for key in table.foreign_keys
            if going.get(key.column.table.name)
        ),
    )
