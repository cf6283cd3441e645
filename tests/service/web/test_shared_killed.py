"""A shared draft over real web processes: one is killed, one is told to end."""

import contextlib
import os
import signal
import subprocess
import threading
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path

import pytest
from simple_websocket import ConnectionClosed
from simple_websocket import ConnectionError as Refused

from service import config
from service.config import environment_of
from service.stack import free_port, web_command
from service.web import create_app
from service.web.prompts import starter
from tests.service.web import test_shared
from tests.service.web.test_shared import PATIENCE, RUNG, Pen, text_of, until

pytestmark = [pytest.mark.redis, pytest.mark.timeout(300)]

LINES = 40
engine = test_shared.engine


@dataclass
class Web:
    """Gunicorn with one process, as `pairgrad serve` starts it."""

    settings: config.Settings
    process: subprocess.Popen

    @property
    def url(self):
        return f"http://127.0.0.1:{self.settings.port}"

    @property
    def worker(self):
        """Return the process that serves, the master's only child."""
        told = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return next(iter(map(int, told.read_text().split())), 0)

    def answers(self):
        made = HTTPConnection("127.0.0.1", self.settings.port, timeout=5)
        with contextlib.closing(made), contextlib.suppress(OSError):
            made.request("GET", "/healthz")
            return made.getresponse().read() and True
        return False

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def settings(tmp_path, database, socket):
    told = {"data": tmp_path, "throttle": False, "collab": True, "web_processes": 1}
    where = {"redis_url": f"unix://{socket}", "database_url": database}
    return config.read({}, **told, **where, broker="redis")


@pytest.fixture
def webs(settings, engine):
    """Start two web processes over one database and one broker."""
    running, port = [], 8750
    for _ in range(2):
        port = free_port("127.0.0.1", port + 1)
        mine = replace(settings, port=port)
        with (settings.data / f"web-{port}.log").open("wb") as log:
            process = subprocess.Popen(
                web_command(mine), env=environment_of(mine), stdout=log, stderr=log
            )
        running.append(Web(mine, process))
    for web in running:
        until(web.answers)
    yield running
    for web in running:
        if web.process.poll() is None:
            web.end()


@pytest.fixture
def pen(engine, visit):
    """Return a function that opens the draft as somebody at one of the webs."""
    opened = []

    def open_one(someone, web):
        client = visit(someone)
        session = client.get_cookie(client.application.config["SESSION_COOKIE_NAME"])
        name = create_app(web.settings, engine).config["SESSION_COOKIE_NAME"]
        known = {"Origin": web.url, "Cookie": f"{name}={session.value}"}
        url = f"ws://127.0.0.1:{web.settings.port}/exercises/{RUNG}/shared?tab=a&type=1"
        opened.append(Pen(url, known).connect())
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def come_back(one):
    """Connect again as a browser does: until it is let in."""

    def tried():
        with contextlib.suppress(Refused, ConnectionClosed, OSError):
            return one.connect()

    until(tried)


def write_all(one, name, other, met):
    """Type line after line, and come back whenever the connection is lost."""
    for number in range(LINES):
        if f"# {other} 5\n" in one.text:
            met.set()
        if not one.socket.connected:
            come_back(one)
        one.type(f"# {name} {number}\n")
        threading.Event().wait(0.02)  # a hand types; a flood would be cut off


def lines_of(name):
    return [f"# {name} {number}" for number in range(LINES)]


def test_nothing_typed_is_lost_with_a_web_process_that_is_killed(
    town, engine, webs, pen
):
    ana, ben = pen(town.ana, webs[0]), pen(town.ben, webs[1])
    killed = webs[0].worker
    met = threading.Event()
    writing = [
        threading.Thread(target=write_all, args=(*told, met))
        for told in ((ana, "ana", "ben"), (ben, "ben", "ana"))
    ]
    for one in writing:
        one.start()
    # A document belongs to the thread that writes in it: only that one may look.
    assert met.wait(PATIENCE)
    os.kill(killed, signal.SIGKILL)
    for one in writing:
        one.join()

    def is_whole(text):
        told = text.splitlines()
        return all(told.count(line) == 1 for line in lines_of("ana") + lines_of("ben"))

    def agree():
        if not ana.socket.connected:
            come_back(ana)
        return ana.text == ben.text and is_whole(ana.text)

    until(agree)
    assert webs[0].worker != killed
    assert webs[1].process.poll() is None
    until(lambda: text_of(engine, town) == ana.text)
    assert ana.text.endswith(starter(RUNG))


def write_on(one):
    """Type without a pause, so that no idle moment stores it, until sent away."""
    number = 0
    while one.socket.connected:
        one.type(f"# line {number}\n")
        threading.Event().wait(0.05)
        number += 1


def test_a_web_that_is_told_to_end_stores_what_is_being_typed(town, engine, webs, pen):
    ana, ben = pen(town.ana, webs[0]), pen(town.ben, webs[1])
    writing = threading.Thread(target=write_on, args=(ana,))
    writing.start()
    until(lambda: "# line 9\n" in ben.text)
    assert webs[0].end() == 0
    writing.join()
    seen = [line for line in ben.text.splitlines() if line.startswith("# line")]
    stored = text_of(engine, town).splitlines()
    assert len(seen) > 9
    assert not set(seen) - set(stored)
