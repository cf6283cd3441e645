"""The log of who did what: rows are added, never changed."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from service.store.models import Audit


def note(  # noqa: PLR0913 - the columns of a line
    db: Database,
    action: str,
    *,
    actor_id: str | None,
    about: str = "",
    detail: dict[str, Any] | None = None,
    ip: str = "",
) -> None:
    """Add a line: ``about`` is the id of what was acted upon."""
    db.add(
        Audit(
            actor_id=actor_id,
            action=action,
            object=about,
            detail=detail or {},
            ip=ip,
        )
    )


def latest(db: Database, limit: int = 100) -> list[Audit]:
    """Return the newest lines first."""
    return list(db.scalars(select(Audit).order_by(Audit.seq.desc()).limit(limit)))
