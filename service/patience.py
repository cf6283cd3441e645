"""Configure gunicorn: its patience with silent clients, and what its processes leave."""

import socket
import struct
from typing import Protocol

from flask import Flask
from prometheus_client.multiprocess import mark_process_dead

from service.config import counts_together

SILENCE_SECONDS = 15


class Listener(Protocol):
    """What gunicorn listens with."""

    sock: socket.socket


class Worker(Protocol):
    """One of gunicorn's processes."""

    pid: int
    alive: bool
    wsgi: Flask


class Arbiter(Protocol):
    """Gunicorn's master process."""

    LISTENERS: list[Listener]


def when_ready(server: Arbiter) -> None:
    """Bound the silence of every connection; those accepted inherit it.

    A laptop closed in the middle of an upload would otherwise hold a thread for ever,
    and a classroom of them every thread there is.
    """
    # Seconds and microseconds: what the system calls a timeval.
    patience = struct.pack("ll", SILENCE_SECONDS, 0)
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)


def post_worker_init(worker: Worker) -> None:
    """Let the drafts open for two know when their process has been told to end."""
    drafts = worker.wsgi.extensions.get("pairgrad.shared")
    if drafts is not None:
        drafts.is_ending = lambda: not worker.alive


def child_exit(server: Arbiter, worker: Worker) -> None:  # noqa: ARG001 - gunicorn's hook
    """Forget what a process that ended held open; its counts stay."""
    if counts_together():
        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
