"""Keep a lease alive beside the sandbox, and say when it is lost."""

import threading
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from service.store.database import transaction
from service.store.leases import Claim, Hold, extend

BEAT_SECONDS = 5.0
log = structlog.get_logger()


class Interrupted(Exception):  # noqa: N818 - nothing went wrong
    """Say that the result is no longer wanted: the lease is lost, or a stop asked."""


class Lease:
    """Extend a claim every few seconds from a thread of its own, until left.

    The thread only takes note of a lost lease. What runs inside ends where the worker
    next looks, before its next question: two threads at one sandbox would be worse.
    """

    def __init__(self, engine: Engine, claim: Claim) -> None:
        self.hold = Hold.MINE
        self._engine = engine
        self._claim = claim
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="lease", daemon=True)

    def __enter__(self) -> Self:
        """Start beating."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop beating."""
        self._over.set()
        self._thread.join()

    @property
    def is_wanted(self) -> bool:
        """Tell whether anybody still waits for the result."""
        return self.hold is Hold.MINE

    def hear(self, hold: Hold) -> None:
        """Take note of what the database said of this lease."""
        if self.is_wanted:
            self.hold = hold

    def _beat(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            try:
                with transaction(self._engine) as db:
                    self.hear(extend(db, self._claim))
            except SQLAlchemyError as error:
                # The next beat may succeed; if none does, the lease runs out and the
                # result is fenced off.
                log.warning("lease not extended", error=str(error))
                continue
            if not self.is_wanted:
                log.warning("lease ended", grading=self._claim.grading_id)
                return
