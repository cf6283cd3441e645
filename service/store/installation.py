"""Keep facts of this installation by name; secrets are made once, whoever is first."""

import json
import secrets

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.store.database import save
from service.store.models import Installation

SECRET_SEED = "secret_seed"  # noqa: S105 - a name
COOKIE_KEYS = "cookie_keys"
DIGITS = "digits_"


def get(db: Session, name: str) -> str | None:
    """Return a fact, or None."""
    return db.scalar(select(Installation.value).where(Installation.name == name))


def put(db: Session, name: str, value: str) -> None:
    """Set a fact."""
    save(db, Installation(name=name, value=value))


def has_digits(db: Session) -> bool:
    """Tell whether a set of digits is prepared: its digest is noted when it is."""
    noted = Installation.name.startswith(DIGITS, autoescape=True)
    return db.scalar(select(Installation.name).where(noted).limit(1)) is not None


def ensure(db: Session) -> None:
    """Make the secrets that are not there yet."""
    _once(db, SECRET_SEED, str(secrets.randbits(128)))
    _once(db, COOKIE_KEYS, json.dumps([secrets.token_urlsafe(48)]))


def secret_seed(db: Session) -> int:
    """Return the seed of everything a pair must not foresee."""
    return int(_once(db, SECRET_SEED, str(secrets.randbits(128))))


def cookie_keys(db: Session) -> list[str]:
    """Return the keys that sign cookies, the newest first."""
    keys: list[str] = json.loads(
        _once(db, COOKIE_KEYS, json.dumps([secrets.token_urlsafe(48)]))
    )
    return keys


def _once(db: Session, name: str, candidate: str) -> str:
    """Return the stored value, which is ``candidate`` only if nobody was first."""
    known = get(db, name)
    if known is not None:
        return known
    try:
        with db.begin_nested():
            db.add(Installation(name=name, value=candidate))
    except IntegrityError:
        return get(db, name) or candidate
    return candidate
