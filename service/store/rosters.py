"""Who is in a class and in which group, for everybody at once."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from service.store.models import Membership, Pair, Person


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
