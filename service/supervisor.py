"""Start children, restart those that fall, end all of them together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from service.config import Settings, environment_of

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 10
LONGEST_BACKOFF_SECONDS = 30


@dataclass(slots=True)
class Child:
    """One supervised program: how to start it, and how often it fell lately."""

    name: str
    command: list[str]
    once: bool = False
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    born: float = 0.0
    not_before: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Start children, restart those that fall, stop all of them together."""

    settings: Settings
    children: list[Child] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    also: dict[str, str] = field(default_factory=dict)  # to every child's environment

    def add(self, name: str, command: list[str], *, once: bool = False) -> Child:
        """Start a program under ``name``; a ``once`` child is not restarted."""
        child = Child(name, command, once=once)
        self._start(child)
        self.children.append(child)
        return child

    def watch(self) -> None:
        """Keep the children alive until told to stop."""
        while not self.stop.wait(0.2):
            for child in self.children:
                self._tend(child)

    def shut_down(self) -> None:
        """End every child: the last started first, SIGKILL after the grace."""
        self.stop.set()
        for child in reversed(self.children):
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for child in reversed(self.children):
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(child, signal.SIGKILL)
                child.process.wait()

    def _start(self, child: Child) -> None:
        child.born = time.monotonic()
        log = self.settings.logs / f"{child.name}.log"
        with log.open("ab") as output:
            child.process = subprocess.Popen(
                child.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**environment_of(self.settings), **self.also},
                # A group of its own: Ctrl-C reaches us alone, and we stop it in order.
                start_new_session=True,
                preexec_fn=_die_with(os.getpid()),  # noqa: PLW1509 - one C call
            )

    def _tend(self, child: Child) -> None:
        process = child.process
        if process is None:
            if not child.once and time.monotonic() >= child.not_before:
                self._start(child)
        elif process.poll() is not None:
            child.process = None
            # One that fell five times in a month must not be missed for half a minute
            # at its sixth fall: only those in quick succession count.
            if time.monotonic() - child.born > LONGEST_BACKOFF_SECONDS:
                child.falls = 0
            child.falls += 1
            wait = min(2.0 ** (child.falls - 1), LONGEST_BACKOFF_SECONDS)
            child.not_before = time.monotonic() + wait


def _signal(child: Child, number: int) -> None:
    """Signal the child's whole group: a worker's pool must not outlive it."""
    if child.process is not None and child.process.poll() is None:
        os.killpg(child.process.pid, number)


def _die_with(parent: int) -> Callable[[], None]:
    """Return what a child runs first, so that a SIGKILL of us ends it too (Linux)."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def arrange() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

    return arrange
