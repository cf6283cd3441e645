"""The keys that sign cookies, kept with the installation."""

from sqlalchemy import Engine

from service.store import installation
from service.store.database import transaction


def cookie_keys(engine: Engine) -> list[str]:
    """Return the key in use, then those that still verify."""
    with transaction(engine) as db:
        return installation.cookie_keys(db)
