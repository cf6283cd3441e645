"""Pass hints that something changed from whoever changed it to the open pages.

A hint carries a topic and nothing else: what it is now, the page reads from the rows.
Without a broker there are no hints, and pages poll.
"""

import threading
from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache
from math import inf
from queue import SimpleQueue
from time import monotonic
from typing import Any

import redis
from redis.client import PubSub

from service import clock
from service.broker import PREFIX, UNREACHABLE, has_broker
from service.config import Settings

CHANNEL = f"{PREFIX}hint:"
RETRY_SECONDS = 1.0
# In a rush every claim moves everybody who waits up by one: told each time, thirty pages
# would read themselves again thirty times, and take the processors from the gradings.
MOVED_SECONDS = 0.7
MOVED = b"moved"
# What a class board listens to: each verdict of a rush changes it.
EVERYBODY = "course:"
# A page asks what changed since it was made; clocks of two machines may differ a little.
MEMORY_SECONDS = 300.0
SKEW_SECONDS = 2.0


@lru_cache(maxsize=4)
def _client(settings: Settings) -> "redis.Redis":
    # Short: a hint that cannot be given at once is not worth waiting for.
    return redis.Redis.from_url(
        settings.redis_url, socket_timeout=1, socket_connect_timeout=1
    )


def announce(settings: Settings, *topics: str, moved: bool = False) -> None:
    """Hint that ``topics`` changed; losing a hint costs a page one poll.

    ``moved``: they only moved up in a queue or are in one, which may be told with the
    next such hints, or with what changes before.
    """
    if not has_broker(settings) or not topics:
        return
    try:
        with _client(settings).pipeline(transaction=False) as pipeline:
            for topic in topics:
                pipeline.publish(CHANNEL + topic, MOVED if moved else b"")
            pipeline.execute()
    except UNREACHABLE:
        return


class Listener:
    """Hear every hint once per process and fan it out to the pages that want it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pages: dict[str, set[SimpleQueue[str]]] = defaultdict(set)
        self._moved: set[str] = set()
        self._told: dict[str, float] = {}
        self._heard: dict[str, float] = {}
        self._since = inf  # from when on nothing was missed
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="hints", daemon=True)
        self._thread.start()

    def subscribe(
        self, *topics: str, since: float = inf, known: Collection[str] = ()
    ) -> SimpleQueue[str]:
        """Return a queue that gets each of ``topics`` when it changes.

        It begins with those that may have changed ``since``, in seconds since 1970, but
        for those ``known``.
        """
        page: SimpleQueue[str] = SimpleQueue()
        with self._lock:
            for topic in topics:
                self._pages[topic].add(page)
                heard = self._heard.get(topic, 0) + SKEW_SECONDS
                if topic not in known and since < max(heard, self._since):
                    page.put(topic)
        return page

    def follow(self, page: SimpleQueue[str], topic: str) -> None:
        """Send ``topic`` to an open page too, and at once where it was told before."""
        with self._lock:
            self._pages[topic].add(page)
            if topic in self._heard:
                page.put(topic)

    def leave(self, page: SimpleQueue[str]) -> None:
        """Send nothing more to a queue whose page is closed."""
        with self._lock:
            for topic in [key for key, pages in self._pages.items() if page in pages]:
                self._pages[topic].discard(page)
                if not self._pages[topic]:
                    del self._pages[topic]

    def close(self) -> None:
        """Stop listening."""
        self._closed.set()
        self._thread.join()

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                with redis.Redis.from_url(
                    self._settings.redis_url, socket_connect_timeout=1
                ) as client:
                    self._hear(client)
            except UNREACHABLE:
                # The broker is away: pages poll meanwhile.
                self._closed.wait(RETRY_SECONDS)

    def _hear(self, client: "redis.Redis") -> None:
        with PubSub(client.connection_pool) as hints:
            hints.psubscribe(f"{CHANNEL}*")
            due = monotonic()
            while not self._closed.is_set():
                wait = min(0.5, max(0.01, due - monotonic()))
                hint: dict[str, Any] | None = hints.get_message(timeout=wait)
                if hint and hint["type"] == "psubscribe":
                    self._begin()
                elif hint:
                    self._take(hint)
                if monotonic() >= due:
                    due = monotonic() + MOVED_SECONDS
                    self._tell_moved()
                    self._forget()

    def _begin(self) -> None:
        """Tell everything: the broker listens from now on, perhaps after a break.

        A connection that was lost comes back by itself and shows only here.
        """
        self._since = clock.now().timestamp()
        self._tell_all()

    def _take(self, hint: dict[str, Any]) -> None:
        """Tell a change at once; keep a move, or a board's next, for when those are told."""
        topic = hint["channel"].decode().removeprefix(CHANNEL)
        recent = monotonic() - self._told.get(topic, -inf) < MOVED_SECONDS
        if hint["data"] == MOVED or recent:
            self._moved.add(topic)
        else:
            self._moved.discard(topic)
            self._tell(topic)

    def _forget(self) -> None:
        """Keep in mind only what the pages that open now were made after."""
        with self._lock:
            self._since = max(self._since, clock.now().timestamp() - MEMORY_SECONDS)
            for topic in [key for key, at in self._heard.items() if at < self._since]:
                del self._heard[topic]
                self._told.pop(topic, None)

    def _tell_moved(self) -> None:
        moved, self._moved = self._moved, set()
        for topic in moved:
            self._tell(topic)

    def _tell(self, topic: str) -> None:
        if topic.startswith(EVERYBODY):
            self._told[topic] = monotonic()
        with self._lock:
            self._heard[topic] = clock.now().timestamp()
            for page in self._pages.get(topic, ()):
                page.put(topic)

    def _tell_all(self) -> None:
        with self._lock:
            for topic, pages in self._pages.items():
                for page in pages:
                    page.put(topic)
