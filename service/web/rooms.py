"""The drafts that are open for two in this process, and who has them open."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.exc import SQLAlchemyError

from service.store import shared, shared_text
from service.store.models import SharedDraft
from service.store.refusals import Refusal

IDLE_SECONDS = 2.0
BEAT_SECONDS = 10.0


class Client(Protocol):
    """A browser that has the draft open."""

    def send(self, message: bytes | str) -> None:
        """Send an edit (bytes) or a note (text); one that cannot be reached is dropped."""

    def close(self) -> None:
        """End the connection; the browser comes back by itself."""


def note(**fields: object) -> str:
    """Return what is no edit, as the browser reads it."""
    return json.dumps(fields)


@dataclass(slots=True)
class Room:
    """One draft; ``look`` and ``keep`` are the database, ``spread`` other processes."""

    seen: SharedDraft
    look: Callable[[SharedDraft], SharedDraft | None]
    keep: Callable[[SharedDraft, str], SharedDraft]
    spread: Callable[[SharedDraft, bytes | str], None]
    clients: list[Client] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    by: str = ""
    unkept_since: float | None = None
    beat_at: float = 0.0

    def enter(self, client: Client, **hello: Any) -> None:
        """Greet a browser with all edits so far."""
        with self.lock:
            self.clients.append(client)
            self.greet(client, **hello)

    def greet(self, client: Client, **hello: Any) -> None:
        """Send the state, from which the browser begins or goes on."""
        with self.lock:
            client.send(note(hello={"epoch": self.seen.epoch, **hello}))
            client.send(self.seen.state)

    def leave(self, client: Client) -> bool:
        """Forget a browser; tell whether nobody is left."""
        with self.lock:
            if client in self.clients:
                self.clients.remove(client)
            alone = not self.clients
        if alone:
            self.store()
        return alone

    def edit(self, client: Client, update: bytes, by: str) -> None:
        """Take an edit over and pass it on; raises Refusal, or ValueError for none."""
        with self.lock:
            state = shared_text.merged(self.seen.state, update)
            if len(shared_text.read(state)) > shared.LONGEST:
                raise Refusal("source", "That is too long: a draft holds 64 KiB.")
            if state == self.seen.state:
                return
            self.seen.state, self.by = state, by
            self.unkept_since = time.monotonic()
            self.tell(update, but=client)
        self.spread(self.seen, update)

    def tell(self, message: bytes | str, *, but: Client | None = None) -> None:
        """Send a message to the browsers here."""
        with self.lock:
            for one in list(self.clients):
                if one is not but:
                    one.send(message)

    def hear(self, epoch: int, message: bytes | str) -> None:
        """Take what another process spread."""
        with self.lock:
            if epoch != self.seen.epoch:
                self.beat_at = 0.0
            elif isinstance(message, bytes):
                self._merge(message)
            else:
                self.tell(message)

    def store(self) -> None:
        """Bring our edits into the database, and what others brought there to us."""
        with self.lock:
            if self.unkept_since is None:
                return
            self.unkept_since, ours = None, _copy(self.seen)
        try:
            self._settle(self.keep(ours, self.by))
        except SQLAlchemyError:
            # The database is away: the edits are here, and in the browsers.
            self.unkept_since = time.monotonic()

    def tick(self) -> None:
        """Do what time asks for: store after a pause, look and spread at every beat."""
        now = time.monotonic()
        if self.unkept_since is not None and now - self.unkept_since >= IDLE_SECONDS:
            self.store()
        if now < self.beat_at:
            return
        self.beat_at = now + BEAT_SECONDS
        if (newer := self.look(self.seen)) is not None:
            self._settle(newer)
        # Whoever missed an edit gets it with this, after the broker was away too.
        self.spread(self.seen, self.seen.state)

    def _settle(self, row: SharedDraft) -> None:
        with self.lock:
            if row.epoch == self.seen.epoch:
                self._merge(row.state)
                self.seen.version = row.version
                return
            self.seen, self.unkept_since = _copy(row), None
            for one in self.clients:
                one.close()

    def _merge(self, update: bytes) -> None:
        before = self.seen.state
        self.seen.state = shared_text.merged(before, update)
        if self.seen.state != before:
            self.tell(shared_text.lacking(self.seen.state, before))


def _copy(row: SharedDraft) -> SharedDraft:
    """Return a row that belongs to no session."""
    names = ("pair_id", "rung", "epoch", "state", "version")
    return SharedDraft(**{name: getattr(row, name) for name in names})
