"""Who of a group is away today: the work is the others', and the record says so."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Database

from service import clock
from service.store.models import Absence, Membership, Pair
from service.store.refusals import Refusal

# Nobody stays away by being forgotten: the next morning begins with everyone.
A_DAY = timedelta(hours=16)


def away(db: Database, pair_id: str) -> set[str]:
    """Return the ids of those who are away from the group now."""
    return set(
        db.scalars(
            select(Absence.person_id)
            .where(Absence.pair_id == pair_id, Absence.ended_at.is_(None))
            .where(Absence.created_at > clock.now() - A_DAY)
        )
    )


def note(db: Database, pair: Pair, person_id: str, *, by: str) -> None:
    """Note that a member is away today; who wrote hands the keyboard on.

    Raises Refusal for somebody else, and for the last one who is there.
    """
    members = _members(db, pair.id)
    gone = away(db, pair.id)
    if person_id not in members:
        raise Refusal("person", "Choose one of your group.")
    if person_id in gone:
        return
    there = [one for one in members if one not in gone | {person_id}]
    if not there:
        raise Refusal("person", "Somebody has to be there: you are the last one.")
    db.add(Absence(pair_id=pair.id, person_id=person_id, noted_by=by))
    if pair.driver_id == person_id:
        change = update(Pair).where(Pair.id == pair.id)
        db.execute(change.values(driver_id=there[0], role_changed_at=clock.now()))


def back(db: Database, pair_id: str, person_id: str) -> None:
    """Note that somebody is back."""
    open_ones = update(Absence).where(
        Absence.pair_id == pair_id,
        Absence.person_id == person_id,
        Absence.ended_at.is_(None),
    )
    db.execute(open_ones.values(ended_at=clock.now()))


def _members(db: Database, pair_id: str) -> list[str]:
    return list(
        db.scalars(
            select(Membership.person_id)
            .where(Membership.pair_id == pair_id, Membership.left_at.is_(None))
            .order_by(Membership.seq)
        )
    )
