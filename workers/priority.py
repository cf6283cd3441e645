"""Let training give way on the CPU to verdicts, for which somebody waits."""

import ctypes
import os
import platform
from collections.abc import Collection

from service.store.leases import TRAINING

# With this the kernel gives a verdict about ten times a training's share of a busy core.
LOWER = 10
# The longest that Linux lets a process keep a core for, in nanoseconds.
SLICE = 100_000_000
_SCHED_SETATTR = {"x86_64": 314, "aarch64": 274}


class _Attributes(ctypes.Structure):
    """The first form of Linux's ``struct sched_attr``."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("policy", ctypes.c_uint32),
        ("flags", ctypes.c_uint64),
        ("nice", ctypes.c_int32),
        ("priority", ctypes.c_uint32),
        ("runtime", ctypes.c_uint64),
        ("deadline", ctypes.c_uint64),
        ("period", ctypes.c_uint64),
    )


def give_way(queues: Collection[str]) -> None:
    """Lower the priority of a process that only trains, and of every guest it makes."""
    if set(queues) == {TRAINING}:
        lower()


def lower() -> None:
    """Lower this process's priority, and that of all it starts from now on.

    A share is not enough: a verdict is many short processes, each of which would wait for
    the end of a training's slice. Whoever wakes with a shorter slice is served at once
    (Linux 6.12; before, and on other machines, the share alone holds).
    """
    nice = os.nice(LOWER)
    number = _SCHED_SETATTR.get(platform.machine())
    if number is not None:
        size = ctypes.sizeof(_Attributes)
        wish = _Attributes(size=size, nice=nice, runtime=SLICE)
        ctypes.CDLL(None).syscall(number, 0, ctypes.byref(wish), 0)
