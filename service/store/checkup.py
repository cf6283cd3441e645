"""Look into the database for what would keep an installation from grading."""

from alembic.migration import MigrationContext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.checks import Check, bad, fine, warn
from service.store import facts, installation, readiness, schema, suites, workers
from service.store.models import Grading, Phase

SWEPT_SECONDS = 60
WAITED_SECONDS = 300


def revision(db: Session) -> Check:
    """Tell whether the tables are those of this version."""
    here = MigrationContext.configure(db.connection()).get_current_revision()
    newest = schema.newest()
    if here == newest:
        return fine("tables", f"at {here}")
    if here is None:
        return bad("tables", "There are none yet.", "pairgrad init")
    if not schema.knows(here):
        return bad(
            "tables",
            f"They are at {here}, of a newer Pairgrad than this one ({newest}).",
            "update this Pairgrad, or restore the backup from before",
        )
    return bad("tables", f"They are at {here}, not {newest}.", "pairgrad db upgrade")


def inside(db: Session) -> list[Check]:
    """Return what the rows say, once the tables are right."""
    return [
        _secrets(db),
        _suite(db),
        _digits(db),
        _sweeps(db),
        *_workers(db),
        _queue(db),
    ]


def _secrets(db: Session) -> Check:
    if installation.get(db, installation.COOKIE_KEYS) is None:
        return bad("secrets", "This installation has none yet.", "pairgrad init")
    return fine("secrets", "made")


def _suite(db: Session) -> Check:
    version = suites.active_version(db)
    if version is None:
        remedy = "pairgrad suite build (serve does it by itself, in about a minute)"
        return warn("hidden tests", "None are built yet; submissions wait.", remedy)
    return fine("hidden tests", f"version {version[:12]}")


def _digits(db: Session) -> Check:
    if installation.has_digits(db):
        return fine("digits", "prepared")
    return warn(
        "digits", "None are prepared; training waits.", "pairgrad mnist prepare"
    )


def _sweeps(db: Session) -> Check:
    age = facts.sweep_age(db)
    if age is not None and age < SWEPT_SECONDS:
        return fine("sweeper", f"came by {age:.0f} s ago")
    said = "has never come by" if age is None else f"came by {age:.0f} s ago"
    return warn(
        "sweeper",
        f"It {said}: what a dead worker held stays where it is.",
        "pairgrad serve, or pairgrad sweep beside containers",
    )


def _workers(db: Session) -> list[Check]:
    alive = workers.alive(db)
    if not alive:
        return [warn("workers", "None answers; submissions wait.", "pairgrad serve")]
    told = []
    for one in alive:
        tier = f"tier {one.tier}"
        if one.tier in readiness.NO_SANDBOX:
            told.append(bad(one.name, one.sentence, "pairgrad sandbox probe"))
        else:
            told.append(fine(one.name, tier))
    return told


def _queue(db: Session) -> Check:
    oldest = max(facts.queues(db), key=lambda one: one.oldest)
    failed = db.scalar(select(func.count()).where(Grading.phase == Phase.FAILED)) or 0
    if oldest.oldest > WAITED_SECONDS:
        return warn(
            "queue",
            f"The first of {oldest.name} has waited {oldest.oldest:.0f} s.",
            "look at the workers above and at logs/worker-*.log",
        )
    if failed:
        said = f"{failed} gradings ended by our fault; they cost nobody an attempt."
        return warn("queue", said, "Requeue them on the operations page")
    return fine("queue", "moves")
