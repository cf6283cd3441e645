"""Say what an attack is: code for a guest, and what should become of it."""

import platform
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from workers.sandbox.syscalls import Machine, allowed, killed, partly

GRANTED = "granted"  # what an attack answers where it got what no witness can see

# Calls outside the filter's tables, which attacks make all the same: x86-64, aarch64.
_OTHERS = {
    "clone": (56, 220),
    "vfork": (58, -1),
    "tkill": (200, 130),
    "flock": (73, 32),
    "kill": (62, 129),
    "memfd_create": (319, 279),
    "mq_open": (240, 180),
    "openat2": (437, 437),
    "landlock_create": (444, 444),
    "seccomp": (317, 277),
    "rt_sigqueueinfo": (129, 138),
    "timer_create": (222, 107),
    "pwritev2": (328, 287),
    "listmount": (458, 458),
    "mincore": (27, 232),
    "splice": (275, 76),
    "prctl": (157, 167),
    "move_pages": (279, 239),
}
_PRELUDE = """
import ctypes, errno, os, sys, time
import numpy as np
libc = ctypes.CDLL(None, use_errno=True)
NUMBERS = {numbers}
TABLES = set({tables})
def told(answer):
    return errno.errorcode.get(ctypes.get_errno(), "?") if answer == -1 else "granted"
def call(name, *arguments):
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return told(libc.syscall(ctypes.c_long(NUMBERS[name]), *wide))
def put(path, flags="w"):
    with open(path, flags) as file:
        file.write("x" if "b" not in flags else b"x")
    return "granted"
def leak(text):
    print(text)
    return text[:99]
def news(names):
    ours = {{"py", "site", "so", "loader", "python", "guest", "lib", "lib64", "digits"}}
    return "granted" if set(names) - ours else "nothing of the host"
def forked(pid):
    if pid == 0:
        time.sleep(3)
        os._exit(0)
    return "granted"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One attack; its code is the body of ``attack()``, or a whole file.

    ``expected`` is the word for what becomes of it: an errno, an exception, a verdict
    kind or what it returned. ``A | C`` where tiers differ, ``one/other`` where either is
    fine. ``granted`` gives the reason, by tier, why what it gets there is accepted.
    ``lesson`` is what an attack beyond the usual list taught. ``long`` ones take seconds.
    """

    name: str
    code: str
    expected: str
    whole: bool = False
    patient: bool = False
    long: bool = False
    lesson: str = ""
    granted: Mapping[str, str] = field(default_factory=dict)

    @property
    def slow(self) -> bool:
        """Tell whether the clock has to run out before it is over."""
        return self.long or self.wanted("A") == {"timeout"}

    def wanted(self, tier: str) -> frozenset[str]:
        """Return the outcomes that are fine in ``tier``."""
        first, _, second = self.expected.partition(" | ")
        return frozenset((second if second and tier == "C" else first).split("/"))


def prelude(facts: Mapping[str, object]) -> str:
    """Return what stands before an attack: short names, and what there is to get."""
    machine: Machine = "aarch64" if platform.machine() == "aarch64" else "x86_64"
    numbers = {name: both[machine != "x86_64"] for name, both in _OTHERS.items()}
    tables = allowed(machine) | partly(machine) | killed(machine)
    known = "".join(f"{name} = {value!r}\n" for name, value in facts.items())
    return _PRELUDE.format(numbers=numbers | tables, tables=[*tables.values()]) + known


def frames(*payloads: bytes) -> str:
    """Return code that writes frames of its own to the result pipe, all at once."""
    whole = b"".join(struct.pack("<I", len(one)) + one for one in payloads)
    return f"os.write(4, {whole!r})"


def record(head: bytes, body: bytes = b"") -> bytes:
    """Return an observation whose one record begins with ``head``."""
    return b"\x00\x01\x00\x01\x00" + head + body
