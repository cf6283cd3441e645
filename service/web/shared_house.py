"""The open rooms of this process, and the thread that keeps them with all others."""

import contextlib
import secrets
import threading
from collections.abc import Callable
from typing import Any

import redis
from redis.client import PubSub
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from service import live
from service.broker import PREFIX, UNREACHABLE, has_broker
from service.config import Settings
from service.store import shared
from service.store.database import reading, transaction
from service.store.models import SharedDraft
from service.web.rooms import Client, Room

CHANNEL = f"{PREFIX}draft:"
HINTS = f"{live.CHANNEL}draft:"
STEP_SECONDS = 0.2
RETRY_SECONDS = 1.0


class SharedHouse:
    """Every draft open for two here; the thread begins with the first, after a fork.

    A message to other processes is ``sender kind epoch `` and its bytes.
    """

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._settings, self._engine = settings, engine
        self._me = secrets.token_hex(8)
        self._rooms: dict[str, Room] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self.is_ending: Callable[[], bool] = self._closed.is_set
        self._thread: threading.Thread | None = None
        self._broker = (
            redis.Redis.from_url(
                settings.redis_url, socket_timeout=1, socket_connect_timeout=1
            )
            if has_broker(settings)
            else None
        )

    def enter(
        self, client: Client, pair_id: str, rung: str, starter: str, **hello: Any
    ) -> Room:
        """Return the room of a draft, with this browser in it."""
        place = f"{pair_id}/{rung}"
        with transaction(self._engine) as db:
            seen = shared.now(db, pair_id, rung, starter)
        with self._lock:
            if place not in self._rooms:
                self._rooms[place] = self._opened(seen, starter)
            room = self._rooms[place]
            room.enter(client, **hello)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="shared drafts", daemon=True
                )
                self._thread.start()
        return room

    def leave(self, client: Client, room: Room) -> None:
        """Let a browser go; with the last one the room is stored and closed."""
        room.leave(client)
        with self._lock:
            if not room.clients:
                self._rooms.pop(f"{room.seen.pair_id}/{room.seen.rung}", None)

    def close(self) -> None:
        """Store what is open, send the browsers away and end the thread."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()
        self._send_away()

    def _send_away(self) -> None:
        for room in self._all():
            room.store()
            for one in list(room.clients):
                one.close()

    def spread(self, seen: SharedDraft, message: bytes | str) -> None:
        """Give an edit or a note to the other processes; one that is lost heals."""
        if self._broker is None:
            return
        kind, body = ("u", message) if isinstance(message, bytes) else ("n", message)
        head = f"{self._me} {kind} {seen.epoch} ".encode()
        data = head + (body if isinstance(body, bytes) else body.encode())
        with contextlib.suppress(*UNREACHABLE):
            self._broker.publish(f"{CHANNEL}{seen.pair_id}/{seen.rung}", data)

    def _opened(self, seen: SharedDraft, starter: str) -> Room:
        return Room(seen, self._look(starter), self._keep(starter), self.spread)

    def _look(self, starter: str) -> Callable[[SharedDraft], SharedDraft | None]:
        def look(seen: SharedDraft) -> SharedDraft | None:
            with reading(self._engine) as db:
                if shared.is_current(db, seen):
                    return None
            with transaction(self._engine) as db:
                return shared.now(db, seen.pair_id, seen.rung, starter)

        return look

    def _keep(self, starter: str) -> Callable[[SharedDraft, str], SharedDraft]:
        def keep(ours: SharedDraft, by: str) -> SharedDraft:
            with transaction(self._engine) as db:
                row = shared.keep(db, ours, by, starter)
            live.announce(self._settings, f"draft:{ours.pair_id}")
            return row

        return keep

    def _all(self) -> list[Room]:
        with self._lock:
            return list(self._rooms.values())

    def _run(self) -> None:
        while not self._is_over():
            if self._broker is None:
                self._tick()
                self._closed.wait(STEP_SECONDS)
                continue
            try:
                self._hear(self._broker)
            except UNREACHABLE:
                # The broker is away: this process goes on by itself.
                self._tick()
                self._closed.wait(RETRY_SECONDS)
        # Told to end, a process waits for its connections: these would last for ever,
        # and be cut off with edits that are in no database.
        self._send_away()

    def _is_over(self) -> bool:
        return self._closed.is_set() or self.is_ending()

    def _hear(self, broker: "redis.Redis") -> None:
        with PubSub(broker.connection_pool, ignore_subscribe_messages=True) as heard:
            heard.psubscribe(f"{CHANNEL}*", f"{HINTS}*")
            for room in self._all():
                room.beat_at = 0.0
            while not self._is_over():
                message: dict[str, Any] | None = heard.get_message(timeout=STEP_SECONDS)
                while message is not None:
                    self._take(message["channel"].decode(), message["data"])
                    message = heard.get_message()
                self._tick()

    def _take(self, channel: str, data: bytes) -> None:
        if channel.startswith(HINTS):
            mine = channel.removeprefix(HINTS)
            for room in self._all():
                if room.seen.pair_id == mine:
                    room.beat_at = 0.0
            return
        room_here = self._rooms.get(channel.removeprefix(CHANNEL))
        sender, kind, epoch, body = data.split(b" ", 3)
        if room_here is not None and sender != self._me.encode():
            room_here.hear(int(epoch), body if kind == b"u" else body.decode())

    def _tick(self) -> None:
        for room in self._all():
            # One room's trouble with the database is no other's.
            with contextlib.suppress(SQLAlchemyError):
                room.tick()
