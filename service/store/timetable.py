"""Set when the rungs of a class open, are due and close, and give single pairs more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from exercises.catalogue import RUNGS
from service import clock
from service.store import audit
from service.store.database import save
from service.store.models import Extension, Pair, Person, Timing
from service.store.refusals import Refusal

SLUGS = {rung.slug for rung in RUNGS}


@dataclass(frozen=True, slots=True)
class Times:
    """When a rung opens, is due and closes; ``held`` waits for an instructor's hand."""

    held: bool = False
    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None

    def check(self) -> None:
        """Raise Refusal where the order of the moments makes no sense."""
        names = ("opens_at", "due_at", "closes_at")
        known = [(name, at) for name in names if (at := getattr(self, name))]
        for (_, earlier), (name, later) in pairwise(known):
            if later <= earlier:
                raise Refusal(name, "First it opens, then it is due, then it closes.")


def put(
    db: Database,
    course_id: str,
    rungs: Collection[str],
    times: Times,
    *,
    actor_id: str,
) -> None:
    """Set the times of some rungs; raises Refusal."""
    if not rungs:
        raise Refusal("which", "Choose an exercise, a section, or all.")
    times.check()
    for slug in rungs:
        save(
            db,
            Timing(
                course_id=course_id,
                rung=slug,
                held=times.held,
                opens_at=times.opens_at,
                due_at=times.due_at,
                closes_at=times.closes_at,
            ),
        )
    moments = (times.opens_at, times.due_at, times.closes_at)
    detail = {
        "rungs": sorted(rungs),
        "held": times.held,
        "times": [at and at.isoformat() for at in moments],
    }
    audit.note(
        db, "set the timetable", actor_id=actor_id, about=course_id, detail=detail
    )


def turn(db: Database, course_id: str, slug: str, what: str, *, actor_id: str) -> None:
    """Hold, release, close or reopen one rung now; its other times stay."""
    known = db.scalar(
        select(Timing).where(Timing.course_id == course_id, Timing.rung == slug)
    )
    row = known or Timing(course_id=course_id, rung=slug, held=False)
    if what == "hold":
        row.held = True
    elif what == "release":
        row.held, row.opens_at = False, None
    else:
        row.closes_at = clock.now() if what == "close" else None
    db.add(row)
    detail = {"rung": slug, "did": what}
    audit.note(
        db, "turned an exercise", actor_id=actor_id, about=course_id, detail=detail
    )


@dataclass(frozen=True, slots=True)
class More:
    """One extension with whom it is for and who gave it."""

    extension: Extension
    pair: Pair
    granted_by: Person


def extensions(db: Database, course_id: str) -> list[More]:
    """Return the extensions of a class, the newest first, withdrawn ones too."""
    rows = db.execute(
        select(Extension, Pair, Person)
        .join(Pair, Pair.id == Extension.pair_id)
        .join(Person, Person.id == Extension.granted_by)
        .where(Pair.course_id == course_id)
        .order_by(Extension.seq.desc())
    )
    return [More(*row) for row in rows]


def extend(  # noqa: PLR0913 - the columns of an extension
    db: Database,
    pair: Pair,
    rung: str | None,
    until: datetime | None,
    *,
    reason: str,
    actor_id: str,
) -> None:
    """Give one pair more time, for one rung or (None) for all; raises Refusal."""
    if until is None or until <= clock.now():
        raise Refusal("until", "More time ends in the future: give day and time.")
    if not reason.strip():
        raise Refusal("reason", "Give the reason: it stands beside the extension.")
    made = Extension(
        pair_id=pair.id,
        rung=rung,
        until=until,
        reason=reason.strip()[:500],
        granted_by=actor_id,
    )
    db.add(made)
    db.flush()
    detail = {"rung": rung, "until": until.isoformat(), "extension": made.id}
    audit.note(db, "gave more time", actor_id=actor_id, about=pair.id, detail=detail)


def withdraw(db: Database, extension: Extension, *, actor_id: str) -> None:
    """Take an extension back; what was handed in under it is late or closed again."""
    extension.withdrawn_at = extension.withdrawn_at or clock.now()
    db.add(extension)
    audit.note(db, "withdrew more time", actor_id=actor_id, about=extension.pair_id)
