"""How long gunicorn waits for a client that has stopped sending: its configuration."""

import socket
import struct
from typing import Protocol

SILENCE_SECONDS = 15


class Listener(Protocol):
    """What gunicorn listens with."""

    sock: socket.socket


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
