"""The draft two write at once: pycrdt documents as browsers, over real sockets."""

import contextlib
import json
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import pytest
import redis
from pycrdt import Doc, Text
from simple_websocket import Client, ConnectionClosed
from simple_websocket import ConnectionError as Refused
from sqlalchemy import select
from werkzeug.serving import make_server

from service import config, safety, stack
from service.broker import find_redis_server
from service.store import (
    aside,
    database,
    drafts,
    links,
    pairs,
    presence,
    shared,
    shared_text,
)
from service.store.models import Pair, SharedDraft
from service.web import create_app, rooms
from service.web.prompts import starter

RUNG = "log_back"
PATIENCE = 20


def until(condition):
    """Wait for a condition; the machine may be slow, but not for ever."""
    end = time.monotonic() + PATIENCE
    while not (told := condition()):
        assert time.monotonic() < end, "it did not happen"
        threading.Event().wait(0.02)
    return told


class Line(Client):
    """A connection that names the host with its port, as browsers do."""

    def handshake(self):
        self.host = f"{self.host}:{self.port}"
        try:
            super().handshake()
        except Refused:
            self.sock.close()
            raise


@dataclass(eq=False)
class Pen:
    """A browser without a page: a document, and the socket it is kept equal over."""

    url: str
    headers: dict
    doc: Doc = field(default_factory=Doc)
    notes: list = field(default_factory=list)
    socket: Client = None

    def connect(self):
        self.socket = Line(self.url, headers=self.headers)
        state = self.hear(bytes)
        self.doc.apply_update(state)
        known = Doc()
        known.apply_update(state)
        self.socket.send(self.doc.get_update(known.get_state()))
        return self

    def hear(self, kind, patience=PATIENCE):
        """Return the next message of a kind; what else comes is kept."""
        while (message := self.socket.receive(timeout=patience)) is not None:
            if isinstance(message, kind):
                return message
            self.notes.append(json.loads(message))
        raise AssertionError("nothing came")

    def catch_up(self):
        with contextlib.suppress(ConnectionClosed):
            while (message := self.socket.receive(timeout=0.02)) is not None:
                if isinstance(message, bytes):
                    self.doc.apply_update(message)
                else:
                    self.notes.append(json.loads(message))

    @property
    def text(self):
        self.catch_up()
        return str(self.doc.get("text", type=Text))

    def type(self, text, at=0):
        before = self.doc.get_state()
        self.doc.get("text", type=Text).insert(at, text)
        with contextlib.suppress(ConnectionClosed):
            self.socket.send(self.doc.get_update(before))

    def close(self):
        with contextlib.suppress(ConnectionClosed, OSError):
            self.socket.close()

    def told(self, key):
        self.catch_up()
        return [one[key] for one in self.notes if key in one]


@pytest.fixture
def settings(tmp_path, database):
    told = {"data": tmp_path, "throttle": False, "collab": True}
    return config.read({}, **told, broker="none", database_url=database)


@pytest.fixture
def engine(settings, empty):
    if not settings.database_url:
        shutil.copy(empty, settings.data)
    database.upgrade(settings)
    engine = database.make_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def closed(app):
    yield
    app.extensions["pairgrad.shared"].close()


@pytest.fixture
def pen(app, address, visit):
    """Return a function that opens the draft as somebody, here or at another web."""
    app.config["WTF_CSRF_ENABLED"] = False
    opened = []

    def open_one(someone, *, at=address, connect=True, ask="", **headers):
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = visit(someone).get_cookie(name)
        there = urlsplit(at)
        known = {"Origin": at, "Cookie": f"pairgrad-8321={cookie.value}"}
        assert name == "pairgrad-8321"
        url = f"ws://{there.netloc}/exercises/{RUNG}/shared?tab={len(opened)}{ask}"
        one = Pen(url, {**known, **headers})
        opened.append(one)
        return one.connect() if connect else one

    yield open_one
    for one in opened:
        if one.socket is not None:
            one.close()


def refused(pen):
    with pytest.raises(Refused) as told:
        pen.connect()
    return told.value.status_code


def text_of(engine, town):
    with database.reading(engine) as db:
        draft = drafts.load(db, town.pair.id, RUNG)
        return draft.source if draft else None


def drives(engine, town, someone, *, here=True):
    with database.transaction(engine) as db:
        pair = db.scalars(select(Pair).where(Pair.id == town.pair.id)).one()
        pair.driver_id = someone.id
        if here:
            presence.see(db, pair, [someone.id], RUNG)


def test_what_one_types_the_other_sees(town, pen):
    ana, ben = pen(town.ana), pen(town.ben)
    assert ana.text == ben.text == starter(RUNG)
    ana.type("# hello\n")
    until(lambda: ben.text.startswith("# hello"))
    assert ana.text == ben.text


def test_what_is_typed_becomes_the_draft(engine, town, pen):
    ana = pen(town.ana)
    ana.type("# kept é😀\n")
    ana.type("# here\n", at=len("# kept é😀\n".encode()))
    until(lambda: text_of(engine, town) == f"# kept é😀\n# here\n{starter(RUNG)}")
    ana.type("# last\n")
    ana.close()
    until(lambda: text_of(engine, town).startswith("# last"))


def test_a_process_that_is_to_end_stores_drafts_and_sends_their_browsers_away(
    app, engine, town, pen, monkeypatch
):
    monkeypatch.setattr(rooms, "IDLE_SECONDS", 3600.0)
    ana, ben = pen(town.ana), pen(town.ben)
    ana.type("# in nobody's database\n")
    until(lambda: ben.text.startswith("# in nobody"))
    assert text_of(engine, town) is None
    app.extensions["pairgrad.shared"].is_ending = lambda: True
    until(lambda: not (ana.socket.connected or ben.socket.connected))
    assert text_of(engine, town).startswith("# in nobody's database")


def test_who_comes_later_gets_the_text(town, pen):
    ana = pen(town.ana)
    ana.type("# before\n")
    ben = pen(town.ben)
    until(lambda: ben.text.startswith("# before"))


def test_all_who_come_at_once_get_the_starter_once(engine, town):
    for at in range(20):
        rung, states = f"rung-{at}", []
        gate = threading.Barrier(4)

        def come(rung=rung, states=states, gate=gate):
            gate.wait()
            with database.transaction(engine) as db:
                states.append(shared.now(db, town.pair.id, rung, "start\n").state)

        threads = [threading.Thread(target=come) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert shared_text.read(shared_text.merged(*states)) == "start\n"


def test_edits_of_two_who_were_apart_merge(town, pen):
    ana, ben = pen(town.ana), pen(town.ben)
    ben.close()
    ana.type("# ana\n")
    ben.type("# ben\n", at=len(starter(RUNG).encode()))
    ben.connect()
    until(lambda: "# ben" in ana.text and "# ana" in ben.text)
    assert ana.text == ben.text == f"# ana\n{starter(RUNG)}# ben\n"


def test_an_edit_of_who_only_draws_is_refused(engine, town, pen):
    drives(engine, town, town.ana)
    ana, ben = pen(town.ana), pen(town.ben)
    ben.type("# sneaked in\n")
    until(lambda: ben.told("refused") == [f"{town.ana.name} writes now."])
    assert ana.text == starter(RUNG)


def test_the_drawer_may_type_anyway(engine, town, pen):
    drives(engine, town, town.ana)
    ana, ben = pen(town.ana), pen(town.ben, ask="&type=1")
    ben.type("# all the same\n")
    until(lambda: ana.text.startswith("# all the same"))


def test_a_turn_that_changes_lets_the_other_write(engine, town, pen):
    drives(engine, town, town.ana)
    ana, ben = pen(town.ana), pen(town.ben)
    drives(engine, town, town.ben)

    ben.type("# now me\n")
    until(lambda: ana.text.startswith("# now me"))
    until(lambda: ana.type("# and me\n") or ana.told("refused"))


def test_a_text_saved_past_the_socket_comes_to_the_page(engine, app, town, pen):
    ana = pen(town.ana)
    ana.type("# first\n")
    until(lambda: text_of(engine, town))
    with database.transaction(engine) as db:
        mine = {"pair_id": town.pair.id, "rung": RUNG, "by": town.ben.id}
        aside.bring_back(db, **mine, source="# all new\n")
    (room,) = app.extensions["pairgrad.shared"]._all()
    room.beat_at = 0.0
    until(lambda: ana.text == "# all new\n")


def test_a_cursor_is_passed_on_with_the_name(town, pen):
    ana, ben = pen(town.ana), pen(town.ben)
    ana.socket.send(json.dumps({"cursor": {"anchor": "a", "head": "b", "name": "x"}}))
    told = until(lambda: ben.told("cursor"))
    assert (told[0]["name"], told[0]["head"]) == (town.ana.name, "b")
    ana.close()
    until(lambda: ben.told("left") == [told[0]["id"]])


@pytest.mark.parametrize("bad", ["nonsense", "[]", '{"cursor": 1}', "{}", "null"])
def test_a_note_that_is_none_is_passed_over(town, pen, bad):
    ana = pen(town.ana)
    ana.socket.send(bad)
    ana.type("# still here\n")
    until(lambda: pen(town.ben).text.startswith("# still here"))


@pytest.mark.parametrize("bad", [b"nonsense", b"\xff" * 99, b"\x01" * 300_000])
def test_bytes_that_are_no_edit_end_the_connection(engine, town, pen, bad):
    ana, ben = pen(town.ana), pen(town.ben)
    ana.socket.send(bad)
    with pytest.raises(ConnectionClosed):
        until(lambda: ana.socket.receive(timeout=0.1) and False)
    assert ben.text == starter(RUNG)


def test_a_text_without_end_is_refused(town, pen):
    ana, ben = pen(town.ana), pen(town.ben)
    ana.type("x" * (shared.LONGEST + 1))
    assert until(lambda: ana.told("refused")) == [
        "That is too long: a draft holds 64 KiB."
    ]
    assert ben.text == starter(RUNG)


def test_a_flood_ends_the_connection(town, pen):
    ana = pen(town.ana)

    def flood():
        for _ in range(5000):
            ana.socket.send("{}")
        until(lambda: ana.socket.receive(timeout=0.1) and False)

    with pytest.raises((ConnectionClosed, OSError)):
        flood()


def test_a_page_elsewhere_may_not_open_the_draft(town, pen):
    assert refused(pen(town.ana, connect=False, Origin="http://evil.example")) == 403


def test_a_third_window_is_turned_away(town, pen):
    pen(town.ana)
    pen(town.ana)
    assert refused(pen(town.ana, connect=False)) == 503


def test_another_pair_has_another_draft(engine, town, pen):
    town.populate()
    with database.reading(engine) as db:
        other = pairs.members(db, town.others[0].id)[0]
    ana, stranger = pen(town.ana), pen(other)
    ana.type("# ours\n")
    stranger.type("# theirs\n")
    until(lambda: text_of(engine, town) == f"# ours\n{starter(RUNG)}")
    assert stranger.text.startswith("# theirs")


def test_a_stranger_and_an_instructor_get_no_socket(town, pen):
    assert refused(pen(town.instructor, connect=False)) == 404
    assert refused(pen(town.ana, connect=False, Cookie="")) == 303


def test_too_many_edits_begin_anew_with_the_same_text(engine, town, monkeypatch):
    with database.transaction(engine) as db:
        row = shared.now(db, town.pair.id, RUNG, "a = 1\n")
        ours = SharedDraft(
            pair_id=row.pair_id, rung=RUNG, epoch=1, state=row.state, version=""
        )
    ours.state = shared_text.replaced(ours.state, "b = 2\n")
    monkeypatch.setattr(shared, "LARGEST", 10)
    with database.transaction(engine) as db:
        row = shared.keep(db, ours, town.ana.id, "a = 1\n")
        assert (row.epoch, shared_text.read(row.state)) == (2, "b = 2\n")
    with database.transaction(engine) as db:
        assert shared.keep(db, ours, town.ana.id, "a = 1\n").epoch == 2


def test_without_the_setting_nothing_of_it_exists(settings, engine, town):
    before = set(threading.enumerate())
    plain = create_app(replace(settings, collab=False), engine)
    with database.transaction(engine) as db:
        token = links.single_use(db, town.ana.id)
    plain.config.update(WTF_CSRF_ENABLED=False)
    client = plain.test_client()
    client.post(f"/in/{token}")
    page = client.get(f"/exercises/{RUNG}").text
    assert "<textarea" in page
    assert "data-shared" not in page
    assert "shared.css" not in page
    assert client.get(f"/exercises/{RUNG}/shared").status_code == 404
    assert "shared" not in plain.blueprints
    assert "pairgrad.shared" not in plain.extensions
    assert set(threading.enumerate()) <= before
    with_it = stack.web_command(settings)
    assert with_it == stack.web_command(replace(settings, collab=False))
    code = (
        "import sys; from service import config; from service.web import create_app\n"
        "made = config.read(broker='none', collab=False)\n"
        "create_app(made); sys.exit('pycrdt' in sys.modules or 'wsproto' in sys.modules)"
    )
    environment = config.environment_of(settings)
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


def test_the_setting_without_its_packages_is_one_sentence(settings, monkeypatch):
    monkeypatch.setattr(safety, "find_spec", lambda name: None)
    with pytest.raises(config.SettingError, match="pip install"):
        safety.check(settings)


@contextlib.contextmanager
def serving(app):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["pairgrad.shared"].close()


@pytest.fixture
def two(settings, engine, socket):
    """Return the addresses of two webs that share a database and a broker."""
    told = replace(settings, broker="redis", redis_url=f"unix://{socket}")
    apps = [create_app(told, engine) for _ in range(2)]
    with serving(apps[0]) as one, serving(apps[1]) as other:
        yield one, other


@pytest.mark.redis
def test_two_webs_show_one_draft(engine, town, two, pen):
    ana, ben = pen(town.ana, at=two[0]), pen(town.ben, at=two[1])
    ana.type("# one\n")
    until(lambda: ben.text.startswith("# one"))
    ben.type("# two\n")
    until(lambda: ana.text == ben.text == f"# two\n# one\n{starter(RUNG)}")
    until(lambda: text_of(engine, town) == ana.text)


@pytest.mark.redis
def test_what_the_broker_lost_arrives_when_it_is_back(town, two, pen, socket):
    ana, ben = pen(town.ana, at=two[0]), pen(town.ben, at=two[1])
    path = str(socket)
    client = redis.Redis(unix_socket_path=path)
    with contextlib.suppress(redis.RedisError):
        client.shutdown(nosave=True)
    ana.type("# while it was away\n")
    ben.type("# there too\n")
    server = subprocess.Popen(
        [find_redis_server(), "--port", "0", "--unixsocket", path, "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    try:
        until(lambda: "# there too" in ana.text and "# while" in ben.text)
        assert ana.text == ben.text
    finally:
        server.kill()
        server.wait()
