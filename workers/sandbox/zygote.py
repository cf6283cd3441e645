"""Speak with one zygote over its control socket.

Stops: a silent or dead zygote from being waited for. Does not stop: anything a guest
does; nothing a guest wrote ever arrives here.
"""

import json
import os
import select
import signal
import socket
import subprocess
from contextlib import suppress
from dataclasses import dataclass

from workers.sandbox.limits import ANSWER_SECONDS, START_SECONDS, Limits
from workers.sandbox.line import Line

_LEAVING_MS = 50


class Gone(Exception):  # noqa: N818 - it says what happened, blame is decided above
    """Report that the zygote or its jail is dead or silent."""


@dataclass(frozen=True, slots=True)
class Kindred:
    """One kind of guest a zygote can make: what it may read, and its limits."""

    readable: tuple[str, ...]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Charter:
    """What a zygote is told at birth."""

    tier: str
    landlock: bool
    program: bytes
    kinds: dict[str, Kindred]

    def settings(self) -> bytes:
        """Return everything but the seccomp program, as JSON."""
        kinds = {
            name: {"readable": kind.readable, "limits": kind.limits.resources}
            for name, kind in self.kinds.items()
        }
        told = {"tier": self.tier, "landlock": self.landlock, "kinds": kinds}
        return json.dumps(told).encode()


@dataclass(frozen=True, slots=True)
class Exit:
    """How a child ended: its wait status, CPU seconds and largest memory in KiB."""

    status: int
    cpu: float
    rss: int = 0

    @property
    def signal(self) -> int:
        """Return the signal that ended it, 0 if it exited."""
        return os.WTERMSIG(self.status) if os.WIFSIGNALED(self.status) else 0


class Child:
    """A guest process: its pid inside the jail, its pipes, a handle to kill it."""

    def __init__(self, pid: int, line: Line, pidfd: int) -> None:
        """Take over the descriptors."""
        self.pid = pid
        self.line = line
        self._pidfd = pidfd

    def kill(self) -> None:
        """End it; a child that has ended already is fine."""
        with suppress(OSError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def is_over(self) -> bool:
        """Tell whether it has ended; one on its way out is waited for briefly."""
        poll = select.poll()
        poll.register(self._pidfd, select.POLLIN)
        return bool(poll.poll(_LEAVING_MS))

    def close(self) -> None:
        """Give back the descriptors; a second call does nothing."""
        self.line.close()
        if self._pidfd >= 0:
            os.close(self._pidfd)
        self._pidfd = -1


class Zygote:
    """A running zygote; raises Gone from every method once it is dead or silent."""

    def __init__(
        self, process: subprocess.Popen[bytes], channel: socket.socket
    ) -> None:
        """Take over a started process and our end of its socket."""
        self.process = process
        self._channel = channel
        self._spare: Child | None = None
        self._ordered = False
        self.abi = 0
        self.handed = 0

    def begin(self, charter: Charter) -> None:
        """Tell the zygote what to be and wait until it is ready."""
        self._channel.settimeout(START_SECONDS)
        try:
            self._channel.send(charter.settings())
            self._channel.send(b"F" + charter.program)
            ready = self._channel.recv(64)
        except OSError as error:
            raise Gone(f"the zygote did not start: {error}") from error
        if not ready.startswith(b"READY "):
            raise Gone(f"the zygote did not start: {self.complaint()}")
        self.abi = int(ready[6:])
        self._channel.settimeout(ANSWER_SECONDS)

    def complaint(self) -> str:
        """Return the last line a zygote that ended wrote about it."""
        if self.process.stderr is None:
            return ""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(ANSWER_SECONDS)
            said = self.process.stderr.read().decode("utf-8", "replace").strip()
            return said.rpartition("\n")[2]
        return "it did not say why"

    def child(self, kind: str) -> Child:
        """Return a fresh child; one of kind "core" may be waiting already."""
        self.handed += 1
        if kind != "core" or not self._ordered:
            return self._new(kind)
        self._ordered = False
        child, self._spare = self._spare, None
        return child or self._expect_child()

    def prepare(self) -> None:
        """Order the next child, once; it is made while the worker is at other things."""
        if not self._ordered:
            self._send(b"Score")
            self._ordered = True

    def reap(self, child: Child) -> Exit:
        """Wait for a child that is ending."""
        self._send(b"R%d" % child.pid)
        while True:
            answer = self._receive()
            if isinstance(answer, Exit):
                return answer
            if isinstance(answer, Child):
                self._spare = answer

    def cpu(self, child: Child) -> float:
        """Return the CPU seconds a living child has used, as the kernel counts them."""
        self._send(b"T%d" % child.pid)
        while True:
            answer = self._receive()
            if isinstance(answer, float):
                return answer
            if isinstance(answer, Child):
                self._spare = answer

    def close(self) -> None:
        """End the zygote and, with its namespace, every child."""
        if self._spare:
            self._spare.close()
        self._channel.close()
        try:
            self.process.wait(ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stderr:
            self.process.stderr.close()

    def _new(self, kind: str) -> Child:
        # Its spare, if one was ordered, is answered first.
        if self._ordered and self._spare is None:
            self._spare = self._expect_child()
        self._send(b"S" + kind.encode())
        return self._expect_child()

    def _expect_child(self) -> Child:
        answer = self._receive()
        if not isinstance(answer, Child):
            raise Gone("the zygote answered out of turn")
        return answer

    def _send(self, message: bytes) -> None:
        try:
            self._channel.send(message)
        except OSError as error:
            raise Gone(str(error)) from error

    def _receive(self) -> Child | Exit | float:
        try:
            message, fds, _, _ = socket.recv_fds(
                self._channel, 256, 4, socket.MSG_CMSG_CLOEXEC
            )
        except OSError as error:
            raise Gone(str(error)) from error
        if message.startswith(b"K") and len(fds) == 4:
            request, result, log, pidfd = fds
            return Child(int(message[1:]), Line(request, result, log), pidfd)
        if message.startswith(b"T"):
            return float(message[1:])
        if not message.startswith(b"X"):
            raise Gone("the zygote closed its socket")
        status, user, system, rss = message[1:].split()
        return Exit(int(status), float(user) + float(system), int(rss))
