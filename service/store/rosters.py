"""Who is in a class and in which group, for everybody at once."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session as Database

from service.store import people, policies
from service.store.models import Course, Membership, Pair, Person
from service.store.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Roster:
    """A class: its groups with their members, and who is in none."""

    groups: list[tuple[Pair, list[Person]]]
    alone: list[Person]


def of(db: Database, course_id: str) -> Roster:
    """Return the groups of a class that somebody is in, and who is in none."""
    pairs = pairs_of(db, course_id)
    members = members_of(db, [one.id for one in pairs])
    inside = {person.id for together in members.values() for person in together}
    return Roster(
        [(one, members[one.id]) for one in pairs if members[one.id]],
        [one for one in present(db, course_id) if one.id not in inside],
    )


def present(db: Database, course_id: str) -> list[Person]:
    """Return the students of a class whom nobody has taken out."""
    everyone = people.students(db, course_id)
    return [one for one in everyone if one.erased_at is None]


def members_of(db: Database, pair_ids: Collection[str]) -> dict[str, list[Person]]:
    """Return the present members by pair, in the order they came."""
    rows = db.execute(
        select(Membership.pair_id, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.pair_id.in_(pair_ids), Membership.left_at.is_(None))
        .order_by(Membership.seq)
    )
    found: dict[str, list[Person]] = {one: [] for one in pair_ids}
    for pair_id, person in rows:
        found[pair_id].append(person)
    return found


def pairs_of(db: Database, course_id: str) -> list[Pair]:
    """Return every pair of a class by name, those that nobody is in any more too."""
    wanted = select(Pair).where(Pair.course_id == course_id)
    return list(db.scalars(wanted.order_by(Pair.name, Pair.seq)))


def memberships(db: Database, course_id: str) -> list[Membership]:
    """Return who was in which group of a class, from when to when."""
    mine = select(Pair.id).where(Pair.course_id == course_id)
    wanted = select(Membership).where(Membership.pair_id.in_(mine))
    return list(db.scalars(wanted.order_by(Membership.seq)))


def expected(db: Database, course: Course) -> list[str]:
    """Return the names on a class's roster that nobody has joined under yet."""
    wanted = (
        select(Person.name)
        .where(Person.course_id == course.id, Person.expected.is_(True))
        .where(Person.erased_at.is_(None))
        .order_by(Person.name, Person.seq)
    )
    return list(db.scalars(wanted))


def admit(db: Database, course: Course, name: str, *, field: str = "name") -> Person:
    """Let somebody join under a name: the expected person of that name, else a new one.

    Raises Refusal for a taken name, and where a class takes its roster only.
    """
    wanted = people.name_of(name, field)
    came = (
        update(Person)
        .where(Person.course_id == course.id, Person.expected.is_(True))
        .where(func.lower(Person.name) == wanted.lower())
        .values(expected=False)
        .returning(Person)
    )
    expected = db.scalar(came)
    if expected is not None:
        return expected
    if policies.of(db, course.id).roster_only and not people.is_in(db, course, wanted):
        raise Refusal(
            field,
            f"{wanted} is not on the roster of this class. Write your name as your "
            "instructor has it, or ask them to add you.",
        )
    return people.add_student(db, course, wanted, field=field)
