"""Which person an account at the class's institution belongs to."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.store.models import Identity, Person
from service.store.refusals import Refusal


def whose(db: Session, issuer: str, subject: str) -> Person | None:
    """Return the person who connected this account."""
    mine = select(Person).join(Identity, Identity.person_id == Person.id)
    return db.scalar(mine.where(Identity.issuer == issuer, Identity.subject == subject))


def connect(db: Session, person_id: str, issuer: str, subject: str) -> None:
    """Let an account sign a person in from now on.

    Raises Refusal if it is somebody's already: an account is one person's, for good.
    """
    row = Identity(person_id=person_id, issuer=issuer, subject=subject)
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise Refusal(
            "account",
            "That account is connected with somebody here already. Sign out and use it "
            "to sign in, or disconnect it there first.",
        ) from error


def of(db: Session, person_id: str) -> list[Identity]:
    """Return a person's accounts, the oldest first."""
    mine = select(Identity).where(Identity.person_id == person_id)
    return list(db.scalars(mine.order_by(Identity.seq)))


def disconnect(db: Session, person_id: str, identity_id: str) -> bool:
    """Let an account open nothing any more; False: this person has no such one."""
    mine = delete(Identity).where(Identity.person_id == person_id)
    gone = db.scalars(mine.where(Identity.id == identity_id).returning(Identity.seq))
    return bool(gone.all())
