"""Tokens for programs: made once, shown once, limited in what they open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Database

from service import clock
from service.store import codes, people
from service.store.models import ApiToken, Person, Role
from service.store.refusals import Refusal

PREFIX = "pg_"
VALID_DAYS = (7, 30, 120)
MOST = 20
USED_EVERY = timedelta(minutes=1)  # not a write for every request


class Scope(StrEnum):
    """What a token opens."""

    SUBMIT = "submit"
    RESULTS = "results"
    LEADERBOARD = "leaderboard"
    ROSTER = "roster"
    GRADES = "grades"


OF_ROLE = {
    Role.STUDENT: (Scope.SUBMIT, Scope.RESULTS, Scope.LEADERBOARD),
    Role.INSTRUCTOR: (Scope.RESULTS, Scope.LEADERBOARD, Scope.ROSTER, Scope.GRADES),
}


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who presents a token, and what it opens."""

    token: ApiToken
    person: Person

    @property
    def scopes(self) -> frozenset[str]:
        """Return the scopes the token was made with."""
        return frozenset(self.token.scopes["scopes"])


def make(
    db: Database, person: Person, name: str, scopes: Collection[str], days: int
) -> tuple[ApiToken, str]:
    """Return a new token's row and its secret, which is not kept; raises Refusal."""
    allowed = [each for each in OF_ROLE[Role(person.role)] if each in scopes]
    if not allowed:
        raise Refusal("scopes", "Tick at least one thing the token may do.")
    if days not in VALID_DAYS:
        raise Refusal("days", "Choose how long the token is valid.")
    if len(of(db, person.id)) >= MOST:
        raise Refusal("name", f"You have {MOST} tokens: revoke one first.")
    secret = PREFIX + codes.secret()
    row = ApiToken(
        person_id=person.id,
        name=people.name_of(name),
        shown=secret[:8],
        token_sha256=codes.digest(secret),
        scopes={"scopes": list(allowed)},
        expires_at=clock.now() + timedelta(days=days),
    )
    db.add(row)
    db.flush()
    return row, secret


def of(db: Database, person_id: str) -> list[ApiToken]:
    """Return a person's tokens that still open something, the newest first."""
    mine = select(ApiToken).where(
        ApiToken.person_id == person_id,
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > clock.now(),
    )
    return list(db.scalars(mine.order_by(ApiToken.seq.desc())))


def find(db: Database, secret: str) -> Bearer | None:
    """Return whose token this is, if it is one and still valid."""
    if not secret.startswith(PREFIX):
        return None
    row = db.execute(
        select(ApiToken, Person)
        .join(Person, Person.id == ApiToken.person_id)
        .where(
            ApiToken.token_sha256 == codes.digest(secret),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > clock.now(),
        )
    ).first()
    return Bearer(*row) if row else None


def is_due(token: ApiToken) -> bool:
    """Tell whether "last used" should be written again."""
    return token.used_at is None or clock.now() - token.used_at > USED_EVERY


def used(db: Database, token: ApiToken) -> None:
    """Note that a token was used."""
    mine = update(ApiToken).where(ApiToken.id == token.id)
    db.execute(mine.values(used_at=clock.now()))


def revoke(db: Database, person_id: str, token_id: str) -> bool:
    """End a token of this person; False: they have no such one."""
    mine = update(ApiToken).where(
        ApiToken.id == token_id,
        ApiToken.person_id == person_id,
        ApiToken.revoked_at.is_(None),
    )
    return (
        db.scalar(mine.values(revoked_at=clock.now()).returning(ApiToken.id))
        is not None
    )
