"""Links that sign a person in: single-use ones, and a personal one to come back."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session as Database

from service import clock
from service.store import codes
from service.store.models import Person, SignIn

SINGLE_USE_FOR = timedelta(hours=24)
REJOIN_FOR = timedelta(days=30)


def single_use(db: Database, person_id: str) -> str:
    """Return the secret of a link that signs ``person_id`` in once."""
    return _add(db, person_id, SINGLE_USE_FOR, reusable=False)


def rejoin(db: Database, person_id: str) -> str:
    """Return the secret of a personal link; earlier personal links stop working."""
    db.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.reusable.is_(True))
        .where(SignIn.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    return _add(db, person_id, REJOIN_FOR, reusable=True)


def _add(db: Database, person_id: str, valid: timedelta, *, reusable: bool) -> str:
    token = codes.secret()
    db.add(
        SignIn(
            person_id=person_id,
            token_sha256=codes.digest(token),
            reusable=reusable,
            expires_at=clock.now() + valid,
        )
    )
    db.flush()
    return token


def _valid(token: str) -> ColumnElement[bool]:
    return and_(
        SignIn.token_sha256 == codes.digest(token),
        SignIn.expires_at > clock.now(),
        SignIn.revoked_at.is_(None),
        or_(SignIn.reusable.is_(True), SignIn.spent_at.is_(None)),
    )


def whose(db: Database, token: str) -> Person | None:
    """Return whom a valid link signs in, without using it up."""
    return db.scalar(
        select(Person)
        .join(SignIn, SignIn.person_id == Person.id)
        .where(_valid(token), Person.erased_at.is_(None))
    )


def spend(db: Database, token: str) -> Person | None:
    """Use the link: of two browsers that press the button at once, one gets in."""
    person = whose(db, token)
    use = update(SignIn).where(_valid(token)).values(spent_at=clock.now())
    return person if db.scalar(use.returning(SignIn.seq)) is not None else None
