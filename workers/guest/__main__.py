"""Be the zygote: an interpreter with NumPy loaded that forks a fresh guest on demand.

Layer: a fresh process each. Stops: meeting anything another pair left behind. Does not
stop: guests of one zygote from sharing its memory layout and hash seed, which is why it
is replaced after 500. It keeps one thread and no secret, and never reads a byte a guest
wrote.

Messages on the control socket (fd given as argument): settings as JSON and the seccomp
program come in, ``READY`` goes out; then ``S<kind>`` is answered by ``K<pid>`` with four
descriptors (request, result, log, pidfd), ``T<pid>`` by ``T<cpu seconds>``, and ``R<pid>``
by ``X<status> <utime> <stime> <maxrss>``.
"""

import gc
import json
import os
import random
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

import numpy as np

from workers.guest import drive, kernel, landlock, lockdown

# Loading these in every child would cost more than the child itself.
PRELOAD = (
    *("numpy.random", "numpy.testing", "numpy.linalg", "numpy.fft", "numpy.ma"),
    *("abc", "ast", "bisect", "collections.abc", "contextlib", "copy", "csv"),
    *("ctypes", "dataclasses", "datetime", "decimal", "enum", "fractions"),
    *("functools", "hashlib", "heapq", "inspect", "io", "itertools", "json"),
    *("linecache", "logging", "math", "numbers", "operator", "pathlib", "pickle"),
    *("pprint", "queue", "random", "re", "statistics", "string", "struct"),
    *("tempfile", "textwrap", "threading", "time", "traceback", "types", "typing"),
    *("unittest", "urllib.parse", "uuid", "warnings", "weakref", "zlib"),
    "workers.guest.open_run",
    "workers.guest.train",
)
JAILFAIL = 99


def main(control: int) -> None:
    """Serve the control socket until the worker closes it."""
    # A sibling of the worker may hold the socket open after the worker's death.
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    channel = socket.socket(fileno=control)
    settings = json.loads(channel.recv(1 << 16))
    program = channel.recv(1 << 16)
    for name in PRELOAD:
        # A part that is absent here is absent for the pair as well.
        with suppress(ImportError):
            import_module(name)
    version = landlock.abi()
    kinds = _kinds(settings, program.removeprefix(b"F"), version)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A killed guest must have shown what it printed.
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    for _ in range(5):
        drive.warm()
    if settings["tier"] != "unsafe":
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    # Children then share every page of ours until they write to it.
    gc.collect()
    gc.freeze()
    lockdown.inherit(kind["limits"] for kind in settings["kinds"].values())
    channel.send(b"READY %d" % version)
    _serve(channel, kinds, _enterer(settings["tier"]))


def _kinds(
    settings: dict[str, Any], program: bytes, version: int
) -> dict[str, lockdown.Lockdown]:
    kinds = {}
    for name, kind in settings["kinds"].items():
        rules = -1
        if settings["landlock"]:
            rules = landlock.ruleset(kind["readable"], version)
        limits = lockdown.limits_of(kind["limits"])
        loadable = kernel.filter_of(program) if program else None
        kinds[name] = lockdown.Lockdown(
            limits, rules, loadable, settings["tier"] == "A"
        )
    return kinds


def _enterer(tier: str) -> Callable[[], None]:
    """Return what puts the next child into a PID namespace of its own."""
    if tier != "A":
        return lambda: None
    own = os.pidfd_open(os.getpid())

    def enter() -> None:
        # Without going home first, the second unshare of a process fails.
        kernel.setns(own, kernel.CLONE_NEWPID)
        kernel.unshare(kernel.CLONE_NEWPID)

    return enter


def _serve(
    channel: socket.socket,
    kinds: dict[str, lockdown.Lockdown],
    enter: Callable[[], None],
) -> None:
    while message := channel.recv(64):
        verb, rest = message[:1], message[1:].decode()
        if verb == b"S":
            _spawn(channel, kinds[rest], enter)
        elif verb == b"T":
            # The kernel's CPU clock of another process: it cannot be wound back in there.
            channel.send(b"T%r" % time.clock_gettime((~int(rest) << 3) | 2))
        elif verb == b"R":
            _, status, usage = os.wait4(int(rest), 0)
            seen = f"X{status} {usage.ru_utime} {usage.ru_stime} {usage.ru_maxrss}"
            channel.send(seen.encode())


def _spawn(
    channel: socket.socket, kind: lockdown.Lockdown, enter: Callable[[], None]
) -> None:
    request_in, request_out = os.pipe()
    result_in, result_out = os.pipe()
    log_in, log_out = os.pipe()
    enter()
    zygote = os.getpid()
    pid = kernel.fork()
    if pid == 0:
        # 0 is a parent in another PID namespace, whose end takes this one along.
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() not in (0, zygote):
            os._exit(JAILFAIL)  # it died before we asked to be told
        _guest(kind, request_in, result_out, log_out)
    ends = [request_out, result_in, log_in, os.pidfd_open(pid)]
    socket.send_fds(channel, [f"K{pid}".encode()], ends)
    for fd in (*ends, request_in, result_out, log_out):
        os.close(fd)


def _guest(kind: lockdown.Lockdown, request: int, result: int, log: int) -> NoReturn:
    status = JAILFAIL
    try:
        lockdown.descriptors(request, result, log, kind.rules)
        lockdown.apply(kind)
        # Siblings must not share the state of these. A number is all that is needed:
        # without one NumPy gathers more entropy than the rest of a guest costs.
        random.seed()
        np.random.seed(random.getrandbits(32))  # noqa: NPY002, TID251
        drive.warm()
        status = 0
        drive.serve(lockdown.REQUEST, lockdown.RESULT)
    except BaseException as error:
        if status == JAILFAIL:
            os.write(lockdown.STDERR, f"JAILFAIL {error!r}".encode())
    os._exit(status)


if __name__ == "__main__":
    main(int(sys.argv[1]))
