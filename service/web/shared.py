"""The draft two write at once, over a socket beside the page; loaded only where it is on."""

import json
import secrets
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from queue import SimpleQueue
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, g, request
from flask_sock import Sock
from simple_websocket import Server
from wsproto.events import BytesMessage, TextMessage
from wsproto.utilities import LocalProtocolError

from service.config import Settings
from service.store.refusals import Refusal
from service.web import keyboard, rows
from service.web.exercise import rung_of
from service.web.live import House
from service.web.prompts import starter
from service.web.rooms import Room, note
from service.web.shared_house import SharedHouse
from service.web.who import Door, asking, door, pair, person

bp = Blueprint("shared", __name__, url_prefix="/exercises/<slug>")
sock = Sock()

LONGEST_SECONDS = 1800  # then the browser comes again, with whatever is newer there
LARGEST = 256 * 1024
EACH_SECOND, AT_ONCE = 40.0, 120.0
ASK_SECONDS = 1.0
SEND_SECONDS = 2
TOO_MUCH, GOING = 1008, 1001


@dataclass(eq=False, slots=True)
class Browser:
    """One connection; a lock, since several threads send and frames must not mix."""

    ws: Server
    name: str
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, message: bytes | str) -> None:
        """Send a frame whole, or drop who does not read."""
        frame = (
            BytesMessage(data=message)
            if isinstance(message, bytes)
            else TextMessage(data=message)
        )
        try:
            with self.lock:
                self.ws.sock.sendall(self.ws.ws.send(frame))
        except (OSError, LocalProtocolError):
            self.close()

    def close(self) -> None:
        """Wake both threads of the connection; it ends where they are."""
        self.ws.connected = False
        try:
            self.ws.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it was gone already
        finally:
            self.ws.event.set()


@dataclass(slots=True)
class Pace:
    """How much a connection may send: a burst, and then so many messages a second."""

    left: float = AT_ONCE
    at: float = field(default_factory=time.monotonic)

    def allows(self) -> bool:
        """Count one message."""
        now = time.monotonic()
        self.left = min(AT_ONCE, self.left + EACH_SECOND * (now - self.at)) - 1
        self.at = now
        return self.left >= 0


def attach(app: Flask, settings: Settings) -> None:
    """Open the house of drafts, and tell the pages that there is one."""
    engine = rows.engine_of(app)
    app.extensions["pairgrad.shared"] = SharedHouse(settings, engine)
    app.jinja_env.globals["shared_drafts"] = True
    # A ping is what tells a sleeping laptop from a pair that thinks.
    app.config["SOCK_SERVER_OPTIONS"] = {
        "ping_interval": 10, "max_message_size": LARGEST,
    }  # fmt: skip
    app.register_blueprint(bp)


@bp.before_request
def _before_the_upgrade() -> None:
    """Refuse with a status what a socket could only hang up on."""
    rung_of((request.view_args or {})["slug"])
    if not _is_ours(request.headers.get("Origin", "")):
        abort(403)
    house: House = current_app.extensions["pairgrad.house"]
    seat = f"{person().id}/draft", request.args.get("tab", "")[:40], SimpleQueue[str]()
    if not house.take(*seat):
        abort(503)
    g.seat = seat


@bp.teardown_request
def _after(error: BaseException | None) -> None:  # noqa: ARG001 - Flask's signature
    if "seat" in g:
        house: House = current_app.extensions["pairgrad.house"]
        house.leave(*g.pop("seat"))


def _is_ours(origin: str) -> bool:
    """Tell whether a page of ours asks: cookies go along from any page."""
    public = rows.settings().public_url
    ours = {request.host, urlsplit(public).netloc} - {""}
    return urlsplit(origin).netloc in ours


@sock.route("/shared", bp=bp)  # type: ignore[untyped-decorator, type-var]
@door(Door.PAIR)
def shared(ws: Server, slug: str) -> None:
    """Keep a browser's draft equal to all others of the pair."""
    rung, mine, me = rung_of(slug), pair().id, person()
    who, _ = _standing()
    timeout = struct.pack("ll", SEND_SECONDS, 0)
    ws.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, timeout)
    browser = Browser(ws, who or me.name)
    drafts: SharedHouse = current_app.extensions["pairgrad.shared"]
    room = drafts.enter(browser, mine, rung.slug, starter(rung.slug), me=browser.id)
    try:
        _talk(browser, room)
    finally:
        gone = note(left=browser.id)
        room.tell(gone, but=browser)
        room.spread(room.seen, gone)
        drafts.leave(browser, room)


def _talk(browser: Browser, room: Room) -> None:
    pace, end, asked = Pace(), time.monotonic() + LONGEST_SECONDS, 0.0
    mine, writer = room.seen.pair_id, ""
    while time.monotonic() < end and g.seat[2].empty():
        message = browser.ws.receive(timeout=1)
        # No answer is old for who would be refused: the turn may be theirs by now.
        if writer or time.monotonic() - asked >= ASK_SECONDS:
            asked = time.monotonic()
            there, writer = _standing()
            if there is None or room.seen.pair_id != mine:
                return
        if message is None:
            continue
        if not pace.allows():
            browser.ws.close(TOO_MUCH, "too many messages")
            return
        if isinstance(message, bytes):
            _edit(browser, room, message, writer)
        else:
            _point(browser, room, message)
    browser.ws.close(GOING)


def _edit(browser: Browser, room: Room, update: bytes, writer: str) -> None:
    refused = f"{writer} writes now." if writer else ""
    try:
        if not refused:
            room.edit(browser, update, person().id)
    except Refusal as refusal:
        refused = refusal.sentence
    except ValueError:
        browser.ws.close(TOO_MUCH, "not an edit")
    if refused:
        browser.send(note(refused=refused))
        room.greet(browser, me=browser.id)


def _point(browser: Browser, room: Room, message: str) -> None:
    """Pass on where somebody's cursor is: two places in the text, as the browser names them."""
    try:
        told = json.loads(message)["cursor"]
        places = {end: str(told[end])[:400] for end in ("anchor", "head")}
    except (ValueError, KeyError, TypeError):
        return
    cursor = note(cursor={"id": browser.id, "name": browser.name, **places})
    room.tell(cursor, but=browser)
    room.spread(room.seen, cursor)


def _standing() -> tuple[str | None, str]:
    """Return who sits here (None: no longer of the pair), and who else writes now."""
    rows.forget()
    before = g.pop("who", None)
    try:
        who = asking()
        if who.person is None or who.pair is None:
            return None, ""
        if before is not None and before.pair and before.pair.id != who.pair.id:
            return None, ""
        writer = keyboard.writer()
        names = [one.name for one in (who.person, who.partner) if one]
        return " and ".join(names), writer.name if writer else ""
    finally:
        # No snapshot may live as long as a socket.
        rows.forget()
