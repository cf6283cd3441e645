"""Mend what a crash left behind: expired leases and bells that nobody heard.

Several sweepers may run at once: everything is compared before it is set.
"""

import threading
import time
from collections import defaultdict
from contextlib import suppress
from typing import NamedTuple

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from service import clock, live
from service.config import Settings
from service.doorbell import count_bells, ring
from service.store import addresses, bells, installation, reclaiming, suites, workers
from service.store.database import make_engine, reading, transaction

EVERY_SECONDS = 5.0
TIDY_SECONDS = 3600.0
SWEPT_AT = "swept_at"
log = structlog.get_logger()


class Swept(NamedTuple):
    """How many gradings were taken back, and how many bells rung again."""

    reclaimed: int
    rung: int


def sweep_once(settings: Settings, engine: Engine) -> Swept:
    """Take back what the dead held and ring for what nobody heard."""
    with transaction(engine) as db:
        moved = reclaiming.reclaim(db)
        workers.forget_the_dead(db)
        installation.put(db, SWEPT_AT, clock.now().isoformat())
    live.announce(settings, *(f"submission:{one.submission_id}" for one in moved))
    return Swept(len(moved), _ring_again(settings, engine))


def _ring_again(settings: Settings, engine: Engine) -> int:
    with reading(engine) as db:
        has_suite = suites.active_version(db) is not None
        due: dict[str, list[str]] = defaultdict(list)
        for grading_id, queue in bells.unheard(db):
            if has_suite or queue == "stretch":
                due[queue].append(grading_id)
        queued = {queue: bells.count_queued(db, queue) for queue in due}
    rung = []
    for queue, grading_ids in due.items():
        # Bells behind a long job are late, not lost: ringing again every few seconds
        # would pile them up by the thousand.
        missing = queued[queue] - count_bells(settings, queue)
        for grading_id in grading_ids[: max(0, missing)]:
            if not ring(settings, grading_id, queue):
                break
            rung.append(grading_id)
    if rung:
        with transaction(engine) as db:
            bells.rung(db, rung)
    return len(rung)


def run(settings: Settings, stop: threading.Event) -> None:
    """Sweep every few seconds until ``stop``; a failed sweep is tried again."""
    engine = make_engine(settings)
    tidied = -TIDY_SECONDS
    while not stop.wait(EVERY_SECONDS):
        try:
            swept = sweep_once(settings, engine)
            if time.monotonic() - tidied >= TIDY_SECONDS:
                tidied = time.monotonic()
                with transaction(engine) as db:
                    addresses.shorten(db)
        except SQLAlchemyError as error:
            log.warning("sweep failed", error=str(error))
            continue
        with suppress(OSError):  # a container's health check looks at it, nobody else
            settings.data.joinpath("seen-sweeper").touch()
        if any(swept):
            log.info("swept", reclaimed=swept.reclaimed, rung=swept.rung)
    engine.dispose()
