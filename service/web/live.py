"""The stream that says "topic t changed"; what it is now, the page reads itself."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine

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


@dataclass(slots=True)
class House:
    """The streams of this process: who has how many seats, and the one listener."""

    settings: Settings
    most: int
    taken: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    listener: Listener | None = None

    def take(self, who: str) -> bool:
        """Take a seat, unless the house is full or this person has enough."""
        with self.lock:
            if self.taken.total() >= self.most or self.taken[who] >= EACH_PERSON:
                return False
            self.taken[who] += 1
            return True

    def leave(self, who: str) -> None:
        """Give the seat back."""
        with self.lock:
            self.taken[who] -= 1

    def listen(self) -> Listener:
        """Return the listener; its thread starts with the first stream, after a fork."""
        with self.lock:
            if self.listener is None:
                self.listener = Listener(self.settings)
            return self.listener


def attach(app: Flask, settings: Settings) -> None:
    """Open the house with as many seats as leave threads for everything else."""
    seats = max(0, settings.web_threads - OTHER_REQUESTS)
    app.extensions["pairgrad.house"] = House(settings, seats)


@bp.get("/events")
@door(Door.MEMBER)
def events() -> ResponseReturnValue:
    """Stream hints about the topics asked for; 503 sends the page to polling."""
    topics = request.args.getlist("topic")[:MOST_TOPICS]
    if not topics or not all(_may_hear(topic) for topic in topics):
        abort(404)
    house: House = current_app.extensions["pairgrad.house"]
    who = person().id
    if not has_broker(house.settings) or not house.take(who):
        abort(503)
    hints = house.listen().subscribe(*topics)

    def leave() -> None:
        house.listen().leave(hints)
        house.leave(who)

    return _streaming(_stream(hints, topics, engine_of(current_app)), leave)


def _streaming(body: Iterator[str], leave: Callable[[], None]) -> Response:
    response = Response(body, mimetype="text/event-stream")
    # Not in the generator's own end: one that never started would keep its seat.
    response.call_on_close(leave)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Accel-Buffering"] = "no"  # a proxy would hold events back
    return response


def _stream(
    hints: "SimpleQueue[str]", topics: list[str], engine: Engine
) -> Iterator[str]:
    end = time.monotonic() + LONGEST_SECONDS
    yield "retry: 2000\n\n"
    while time.monotonic() < end:
        if _is_settled(engine, topics):
            yield "event: end\ndata: settled\n\n"  # else the browser reconnects for ever
            return
        try:
            topic = hints.get(timeout=HEARTBEAT_SECONDS)
        except Empty:
            yield ": still here\n\n"
            continue
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
        return kind in {"board", "pair", "course", "submission"}
    if kind == "pair":
        return who.pair is not None and who.pair.id == _id(topic)
    if kind == "submission" and who.pair is not None:
        return history.find(read(), _id(topic), pair_id=who.pair.id) is not None
    return False
