"""A client that stops sending does not keep what it holds."""

import socket
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from gunicorn.config import KNOWN_SETTINGS

from service import patience


@dataclass
class Listening:
    sock: socket.socket


@dataclass
class Master:
    LISTENERS: list[Listening] = field(default_factory=list)


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def test_an_accepted_connection_that_stays_silent_is_given_up(listener, monkeypatch):
    monkeypatch.setattr(patience, "SILENCE_SECONDS", 1)
    patience.when_ready(Master([Listening(listener)]))
    with socket.create_connection(listener.getsockname(), timeout=5):
        accepted, _address = listener.accept()
        with accepted, pytest.raises(BlockingIOError):
            accepted.recv(1)


def test_gunicorn_finds_its_hooks_here_and_nothing_it_would_take_for_a_setting():
    known = {each.name for each in KNOWN_SETTINGS}
    assert known & set(vars(patience)) == {
        "when_ready",
        "post_worker_init",
        "child_exit",
    }


def test_drafts_learn_from_their_process_that_it_is_to_end():
    drafts = SimpleNamespace()
    app = SimpleNamespace(extensions={"pairgrad.shared": drafts})
    worker = SimpleNamespace(alive=True, wsgi=app)
    patience.post_worker_init(worker)
    assert not drafts.is_ending()
    worker.alive = False
    assert drafts.is_ending()
    patience.post_worker_init(SimpleNamespace(wsgi=SimpleNamespace(extensions={})))
