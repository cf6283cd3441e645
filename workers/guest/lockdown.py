"""Give up, in a fixed order, everything a guest must not have.

Layer: process limits. Stops: memory, CPU, descriptors, files, processes and locked pages
beyond their limit. Does not stop: sleeping (the worker's clock does), work inside the
limits. The order matters: seccomp comes last because it denies all the calls before it.
"""

import fcntl
import os
import resource
from collections.abc import Iterable
from dataclasses import dataclass

from workers.guest import kernel, landlock

STDIN, STDOUT, STDERR, REQUEST, RESULT, RULES = range(6)
_HIGH = 100
# What a zygote does not need either. It forks, opens pipes and is one of a user's many.
_INHERITED = {
    *("AS", "CPU", "CORE", "FSIZE", "MEMLOCK", "MSGQUEUE", "NICE", "RTPRIO"),
    "SIGPENDING",
}


@dataclass(frozen=True, slots=True)
class Lockdown:
    """What one kind of guest is held by; built once, before any child exists.

    ``rules`` is -1 and ``program`` None where that layer is left out (tier "unsafe").
    """

    limits: tuple[tuple[int, int, int], ...]
    rules: int
    program: kernel.Filter | None
    capabilities: bool


def limits_of(named: dict[str, list[int]]) -> tuple[tuple[int, int, int], ...]:
    """Return (resource, soft, hard) for names such as ``AS``."""
    return tuple(
        (int(getattr(resource, f"RLIMIT_{name}")), soft, hard)
        for name, (soft, hard) in named.items()
    )


def inherit(kinds: Iterable[dict[str, list[int]]]) -> None:
    """Bind this zygote, and so every child, to the widest of its kinds' limits.

    Should a child's own limits ever fail to hold, memory and time still have an end.
    """
    hard: dict[str, int] = {}
    for limits in kinds:
        for name in limits.keys() & _INHERITED:
            hard[name] = max(limits[name][1], hard.get(name, 0))
    for kind, _, bound in limits_of({name: [0, hard[name]] for name in hard}):
        resource.setrlimit(kind, (bound, bound))


def descriptors(request: int, result: int, log: int, rules: int) -> None:
    """Leave open only: 0 an empty pipe, 1 and 2 the log, 3, 4 the frames, 5 the rules."""
    empty, write_end = os.pipe()
    os.close(write_end)
    wanted = [empty, log, log, request, result, *([rules] if rules >= 0 else [])]
    # dup2 straight onto low numbers would overwrite one that is still to be moved.
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, _HIGH) for fd in wanted]
    for number, fd in enumerate(high):
        os.dup2(fd, number)
    os.closerange(len(wanted), 4096)


def apply(lockdown: Lockdown) -> None:
    """Lock this process in; raises OSError where a layer cannot be put up."""
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    if lockdown.capabilities:
        kernel.drop_capabilities()
    for kind, soft, hard in lockdown.limits:
        resource.setrlimit(kind, (soft, hard))
    if lockdown.rules >= 0:
        landlock.restrict(RULES)
        os.close(RULES)
    if lockdown.program:
        kernel.load_filter(lockdown.program)
