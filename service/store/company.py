"""Who else belonged to a group when it handed something in: there, or away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Database

from service.store.absences import A_DAY
from service.store.models import Absence, Membership, Person, Submission


@dataclass(frozen=True, slots=True)
class Company:
    """The members who neither wrote nor drew, in the order they came."""

    there: list[Person]
    away: list[Person]


def of(db: Database, submission: Submission) -> Company:
    """Return who was with the author and the drawer of a submission, and who was not.

    Memberships and absences are kept with their times, so that who comes, leaves or is
    away later changes nothing about what was handed in before.
    """
    when = submission.created_at
    gone = _away(db, submission.pair_id, when)
    rest = [
        one
        for one in _members(db, submission.pair_id, when)
        if one.id not in {submission.author_id, submission.drawer_id}
    ]
    return Company(
        there=[one for one in rest if one.id not in gone],
        away=[one for one in rest if one.id in gone],
    )


def _members(db: Database, pair_id: str, when: datetime) -> list[Person]:
    wanted = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.pair_id == pair_id, Membership.created_at <= when)
        .where(or_(Membership.left_at.is_(None), Membership.left_at > when))
        .order_by(Membership.seq)
    )
    return list(db.scalars(wanted))


def _away(db: Database, pair_id: str, when: datetime) -> set[str]:
    wanted = (
        select(Absence.person_id)
        .where(Absence.pair_id == pair_id)
        .where(Absence.created_at <= when, Absence.created_at > when - A_DAY)
        .where(or_(Absence.ended_at.is_(None), Absence.ended_at > when))
    )
    return set(db.scalars(wanted))
