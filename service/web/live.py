"""The stream that says "topic t changed"; what it is now, the page reads itself."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf
from queue import Empty, SimpleQueue

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine

from service import clock, tally
from service.broker import has_broker
from service.config import Settings
from service.live import Listener
from service.store import history
from service.store.database import reading
from service.store.models import Role
from service.web.rows import engine_of, read
from service.web.who import Door, asking, door, person

bp = Blueprint("live", __name__)

OTHER_REQUESTS = 16  # threads kept free: a stream holds one for as long as it is open
EACH_PERSON = 2
LONGEST_SECONDS = 300
HEARTBEAT_SECONDS = 15
MOST_TOPICS = 8
END = "event: end\ndata: settled\n\n"  # else the browser reconnects for ever
LEAVE = ""  # no topic is called so

Hints = SimpleQueue[str]


@dataclass(slots=True)
class House:
    """The streams of this process by person and browser tab, and the one listener."""

    settings: Settings
    most: int
    seats: dict[str, dict[str, Hints]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    listener: Listener | None = None

    def take(self, who: str, tab: str, hints: Hints) -> bool:
        """Take a seat, unless the house is full or this person has enough.

        A tab that moves to another page takes its old seat over: the server would not
        notice for a while that the old page is gone.
        """
        with self.lock:
            mine = self.seats.setdefault(who, {})
            if tab in mine:
                mine.pop(tab).put(LEAVE)
            if self.taken() >= self.most or len(mine) >= EACH_PERSON:
                return False
            mine[tab] = hints
            tally.STREAMS_OPEN.set(self.taken())
            return True

    def leave(self, who: str, tab: str, hints: Hints) -> None:
        """Give the seat back, if it is still this stream's."""
        with self.lock:
            mine = self.seats.get(who, {})
            if mine.get(tab) is hints:
                del mine[tab]
            if not mine:
                self.seats.pop(who, None)
            tally.STREAMS_OPEN.set(self.taken())

    def follow(self, who: str, tab: str, topic: str) -> bool:
        """Let a tab's stream tell of ``topic`` too; False: this process has none of it.

        A page that hands in need not open another stream while its verdict is made.
        """
        with self.lock:
            hints = self.seats.get(who, {}).get(tab)
            if hints is None or self.listener is None:
                return False
            self.listener.follow(hints, topic)
            return True

    def taken(self) -> int:
        """Return how many streams are open."""
        return sum(map(len, self.seats.values()))

    def listen(self) -> Listener:
        """Return the listener; its thread starts with the first stream, after a fork."""
        with self.lock:
            if self.listener is None:
                self.listener = Listener(self.settings)
            return self.listener


def follow(topic: str) -> bool:
    """Let the stream of the form's tab tell of ``topic`` too, if it is open here."""
    house: House = current_app.extensions["pairgrad.house"]
    return house.follow(person().id, request.form.get("tab", "")[:40], topic)


def attach(app: Flask, settings: Settings) -> None:
    """Open the house with as many seats as leave threads for everything else."""
    seats = max(0, settings.web_threads - OTHER_REQUESTS)
    app.extensions["pairgrad.house"] = House(settings, seats)
    app.before_request(_look_at_the_clock)
    app.jinja_env.globals["made_at"] = lambda: g.get("made_at", 0.0)


def _look_at_the_clock() -> None:
    # Before anything is read: what changes from here on, the page may not show.
    g.made_at = round(clock.now().timestamp(), 3)


@bp.get("/events")
@door(Door.MEMBER)
def events() -> ResponseReturnValue:
    """Stream hints about the topics asked for; 503 sends the page to polling."""
    topics = request.args.getlist("topic")[:MOST_TOPICS]
    if not topics or not all(_may_hear(topic) for topic in topics):
        abort(404)
    house: House = current_app.extensions["pairgrad.house"]
    who, tab = person().id, request.args.get("tab", "")[:40]
    if not has_broker(house.settings):
        abort(503)
    since = request.args.get("since", inf, float)
    known = request.args.getlist("known")
    hints = house.listen().subscribe(*topics, since=since, known=known)

    def leave() -> None:
        # In this order: nothing can be followed between the two, and for ever.
        house.leave(who, tab, hints)
        house.listen().leave(hints)

    if not house.take(who, tab, hints):
        leave()
        tally.STREAMS_REFUSED.inc()
        abort(503)
    return _streaming(_stream(hints, topics, engine_of(current_app)), leave)


def _streaming(body: Iterator[str], leave: Callable[[], None]) -> Response:
    response = Response(body, mimetype="text/event-stream")
    # Not in the generator's own end: one that never started would keep its seat.
    response.call_on_close(leave)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Accel-Buffering"] = "no"  # a proxy would hold events back
    return response


def _stream(hints: Hints, topics: list[str], engine: Engine) -> Iterator[str]:
    end = time.monotonic() + LONGEST_SECONDS
    yield "retry: 2000\n\n"
    while time.monotonic() < end:
        if _is_settled(engine, topics):
            yield END
            return
        try:
            topic = hints.get(timeout=HEARTBEAT_SECONDS)
        except Empty:
            yield ": still here\n\n"
            continue
        if topic == LEAVE:
            yield END
            return
        yield f"event: changed\ndata: {topic}\n\n"


def _is_settled(engine: Engine, topics: list[str]) -> bool:
    """Tell whether nothing that is watched will change by itself any more."""
    if not all(topic.startswith("submission:") for topic in topics):
        return False
    with reading(engine) as db:
        return all(history.is_settled(db, _id(topic)) for topic in topics)


def _id(topic: str) -> str:
    return topic.partition(":")[2]


def _may_hear(topic: str) -> bool:
    """Tell whether the topic is about something the asking person may see."""
    who = asking()
    kind = topic.partition(":")[0]
    if kind == "board" or who.role == Role.INSTRUCTOR:
        return kind in {"board", "pair", "work", "course", "submission"}
    if kind in {"pair", "work", "draft"}:
        return who.pair is not None and who.pair.id == _id(topic)
    if kind == "submission" and who.pair is not None:
        return history.find(read(), _id(topic), pair_id=who.pair.id) is not None
    return False
