"""The log of who did what: rows are added, never changed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from service.store.models import Audit

ORIGIN = "audit.origin"
A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from, and the number that its log lines carry."""

    ip: str = ""
    request: str = ""


def originate(db: Database, origin: Origin) -> None:
    """Let every line of this transaction say where it came from.

    Told once when the transaction opens, so that no caller can forget it.
    """
    db.info[ORIGIN] = origin


def note(
    db: Database,
    action: str,
    *,
    actor_id: str | None,
    about: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Add a line: ``about`` is the id of what was acted upon; no actor: the terminal.

    ``detail`` holds ids and numbers, never names: a line outlives the person it is about.
    """
    origin: Origin = db.info.get(ORIGIN, Origin())
    db.add(
        Audit(
            actor_id=actor_id,
            action=action,
            object=about,
            detail=detail or {},
            ip=origin.ip,
            request=origin.request,
        )
    )


def latest(db: Database, *, action: str = "", before: int | None = None) -> list[Audit]:
    """Return a page of lines, the newest first; ``before``: only those of lower seq."""
    found = select(Audit).order_by(Audit.seq.desc()).limit(A_PAGE)
    if action:
        found = found.where(Audit.action == action)
    if before is not None:
        found = found.where(Audit.seq < before)
    return list(db.scalars(found))


def actions(db: Database) -> list[tuple[str, int]]:
    """Return which actions there are and how often each, by name."""
    counted = select(Audit.action, func.count()).group_by(Audit.action)
    return [(name, number) for name, number in db.execute(counted.order_by("action"))]
