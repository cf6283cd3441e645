import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from queue import Empty

import pytest
import redis

from service import broker, clock, live
from service.config import Settings
from service.live import Listener, announce

pytestmark = pytest.mark.redis


class RedisServer:
    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self.socket = self.folder / "redis.sock"

    def start(self):
        program = broker.find_redis_server()
        options = f"--port 0 --unixsocket {self.socket} --dir {self.folder} --save"
        self.process = subprocess.Popen(
            [program, *options.split(), ""], stdout=subprocess.DEVNULL
        )
        while not self.socket.exists():
            threading.Event().wait(0.01)

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)


@pytest.fixture
def server():
    server = RedisServer()
    server.start()
    yield server
    server.stop()
    shutil.rmtree(server.folder)


@pytest.fixture
def settings(server):
    return Settings(redis_url=f"unix://{server.socket}")


@pytest.fixture
def listener(settings):
    listener = Listener(settings)
    # The first thing a page hears is "look once": nobody listened before.
    wait_for_hint(listener.subscribe("ready"), settings, "ready")
    yield listener
    listener.close()


def wait_for_hint(page, settings, topic):
    for _ in range(500):
        announce(settings, topic)
        try:
            return page.get(timeout=0.02)
        except Empty:
            continue
    pytest.fail(f"no hint about {topic}")


def test_a_hint_reaches_every_page_that_asked_for_it(listener, settings):
    one, two = listener.subscribe("pair:1", "board"), listener.subscribe("pair:1")
    announce(settings, "pair:1")
    assert one.get(timeout=10) == two.get(timeout=10) == "pair:1"
    announce(settings, "board")
    assert one.get(timeout=10) == "board"


def test_a_page_hears_nothing_of_others_and_nothing_after_it_left(listener, settings):
    page, other = listener.subscribe("pair:1"), listener.subscribe("pair:2")
    announce(settings, "pair:2")
    assert other.get(timeout=10) == "pair:2"
    assert page.empty()
    listener.leave(page)
    announce(settings, "pair:1", "pair:2")
    assert other.get(timeout=10) == "pair:2"
    assert page.empty()


def test_hints_come_again_after_the_broker_was_away(listener, settings, server):
    page = listener.subscribe("pair:1")
    server.stop()
    announce(settings, "pair:1")  # no error
    server.start()
    assert wait_for_hint(page, settings, "pair:1") == "pair:1"


def test_a_page_hears_everything_once_a_lost_connection_is_back(
    listener, settings, server
):
    page = listener.subscribe("pair:1")
    redis.Redis(unix_socket_path=str(server.socket)).client_kill_filter(_type="pubsub")
    assert page.get(timeout=10) == "pair:1"


def test_without_a_broker_announcing_does_nothing():
    announce(Settings(broker="none"), "pair:1")


@pytest.fixture
def never(monkeypatch):
    """Let the next time to tell of moves never come."""
    monkeypatch.setattr(live, "MOVED_SECONDS", 3600)


def test_a_page_hears_at_once_what_changed_since_it_was_made(listener, settings):
    made = clock.now().timestamp()
    other = listener.subscribe("pair:1", since=made + 60)
    announce(settings, "pair:1")
    assert other.get(timeout=10) == "pair:1"
    page = listener.subscribe("pair:1", "pair:2", since=made + live.SKEW_SECONDS)
    assert page.get(timeout=10) == "pair:1"
    assert page.empty()
    assert listener.subscribe("pair:1", since=made + 60).empty()


def test_a_page_made_before_anybody_listened_hears_of_everything(listener):
    page = listener.subscribe("pair:1", "board", since=clock.now().timestamp() - 3600)
    assert {page.get(timeout=10), page.get(timeout=10)} == {"pair:1", "board"}


def test_what_was_told_long_ago_is_forgotten_and_older_pages_read_all(
    listener, settings, monkeypatch
):
    made = clock.now().timestamp()
    monkeypatch.setattr(live, "MEMORY_SECONDS", -60.0)
    page = listener.subscribe("pair:1", since=made + 90)
    announce(settings, "pair:1")
    assert page.get(timeout=10) == "pair:1"
    for _ in range(500):
        if not listener.subscribe("pair:2", since=made + 30).empty():
            break
        threading.Event().wait(0.02)
    else:
        pytest.fail("nothing was forgotten")


def test_what_only_moved_up_waits_for_the_next_round_and_keeps_nothing_back(
    never, listener, settings
):
    page = listener.subscribe("submission:1", "submission:2")
    for _ in range(50):
        announce(settings, "submission:1", moved=True)
    announce(settings, "submission:2")
    assert page.get(timeout=10) == "submission:2"
    assert page.empty()


def test_a_class_board_hears_the_first_of_a_rush_at_once(never, listener, settings):
    board = listener.subscribe("course:1", "end")
    for _ in range(50):
        announce(settings, "course:1")
    announce(settings, "end")
    assert board.get(timeout=10) == "course:1"
    assert board.get(timeout=10) == "end"


def test_a_class_board_hears_the_rest_of_a_rush_as_one(listener, settings):
    board = listener.subscribe("course:1")
    for _ in range(50):
        announce(settings, "course:1")
    assert board.get(timeout=10) == board.get(timeout=10) == "course:1"
    assert board.qsize() < 10


def test_a_move_is_told_in_the_next_round(listener, settings):
    page = listener.subscribe("submission:1")
    announce(settings, "submission:1", moved=True)
    assert page.get(timeout=10) == "submission:1"
