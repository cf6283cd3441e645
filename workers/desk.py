"""Hold what one worker process needs: its database, its sandbox, its name."""

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from exercises import suite as exercise_suite
from exercises.nouns import GraderFault
from exercises.suite import Suite
from service.config import Settings
from service.store import suites, workers
from service.store.database import make_engine, reading, transaction
from service.store.models import WorkerRow
from workers.sandbox.box import Box, configured

SEEN_EVERY_SECONDS = 20.0
NO_TIER = "none"
log = structlog.get_logger()


def open_box(settings: Settings, digits: Path | None) -> Box:
    """Return a sandbox, entered; raises GraderFault where none can be had.

    ``digits`` is the folder of pictures that stretch guests may read.
    """
    return configured(settings, stretch=digits).__enter__()


@dataclass(slots=True)
class Desk:
    """One worker process; make it after the fork, close it at the end.

    ``queues`` are served together, by purpose. The sandbox is kept between gradings;
    where there is none, each grading tries again, so that mending needs no restart.
    """

    settings: Settings
    queues: tuple[str, ...]
    opener: Callable[[Settings, Path | None], Box] = open_box
    host: str = field(default_factory=socket.gethostname)
    _box: Box | None = None
    _digits: tuple[Path | None, str] = (None, "")
    _suite: Suite | None = None
    _said: tuple[str, str] = (NO_TIER, "")
    _zygotes: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    engine: Engine = field(init=False)
    name: str = field(init=False)

    def __post_init__(self) -> None:
        """Open the database, try the sandbox, and tell that we are here."""
        self.engine = make_engine(self.settings)
        self.name = f"{self.queues[0]}@{self.host}:{os.getpid()}"
        with suppress(GraderFault):
            self.box()
        threading.Thread(target=self._keep_being_seen, name="seen", daemon=True).start()

    def box(self, digits: Path | None = None, *, edition: str = "") -> Box:
        """Return the sandbox, opened if need be, with this edition of the digits in it.

        Raises GraderFault, and writes why into the worker's row, where it cannot be.
        """
        # A sandbox may hold a copy: digits prepared anew under the same name would be
        # trained on as they were, and audited against what they are.
        if (digits, edition) != self._digits:
            self.drop_box()
            self._digits = (digits, edition)
        if self._box is None:
            try:
                self._box = self.opener(self.settings, digits)
            except GraderFault as fault:
                self._say(NO_TIER, fault.sentence)
                raise
            self._say(self._box.tier, "")
        return self._box

    @property
    def tier(self) -> str:
        """Return what the sandbox last said of itself."""
        return self._said[0]

    def drop_box(self) -> None:
        """End the sandbox; the next grading gets a new one."""
        box, self._box = self._box, None
        if box is not None:
            self._zygotes += box.zygotes
            box.__exit__(None, None, None)

    def close(self) -> None:
        """Leave nothing running and no row that claims we are alive."""
        self._over.set()
        self.drop_box()
        with suppress(SQLAlchemyError), transaction(self.engine) as db:
            workers.gone(db, self.name)
        self.engine.dispose()

    def suite(self, version: str) -> Suite:
        """Return a stored suite, verified; the last one stays loaded."""
        if self._suite is None or self._suite.version != version:
            with reading(self.engine) as db:
                blob = suites.blob(db, version)
            self._suite = exercise_suite.load(blob, version)
        return self._suite

    def _say(self, tier: str, sentence: str) -> None:
        self._said = (tier, sentence)
        self._be_seen()

    def _be_seen(self) -> None:
        tier, sentence = self._said
        box = self._box
        row = WorkerRow(
            name=self.name,
            host=self.host,
            queue=self.queues[0],
            tier=tier,
            sentence=sentence,
            zygotes=self._zygotes + (box.zygotes if box else 0),
        )
        with transaction(self.engine) as db:
            workers.seen(db, row)
        with suppress(OSError):  # a container's health check looks at it, nobody else
            self.settings.data.joinpath(f"seen-{row.queue}").touch()

    def _keep_being_seen(self) -> None:
        while not self._over.wait(SEEN_EVERY_SECONDS):
            try:
                self._be_seen()
            except SQLAlchemyError as error:
                log.warning("heartbeat not written", error=str(error))
