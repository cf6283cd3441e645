"""Layer: seccomp. Write the system call filter a guest runs under, as classic BPF.

Stops: every call not listed (EPERM) and, fatally, those no exercise makes: ptrace, mount,
exec, namespaces, foreign architectures, the x32 numbers. Does not stop: flaws in the
calls that are allowed; reading memory the process already owns.

The program is built outside, once, and loaded by each child for itself: a filter on
bubblewrap would also hold its init, which then dies.
"""

import struct
from dataclasses import dataclass
from typing import Literal

from workers.sandbox.syscalls import Machine, allowed, killed, partly

Label = Literal["", "allow", "kill", "eperm", "enotty", "enosys"]

_LOAD, _SET, _RETURN = 0x20, 0x45, 0x06
_EQUAL, _AT_LEAST = 0x15, 0x35
_NUMBER, _ARCHITECTURE = 0, 4
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000
_ERRNO = 0x00050000
_RETURNS: dict[str, int] = {
    "allow": 0x7FFF0000,
    "kill": 0x80000000,
    "eperm": _ERRNO | 1,
    "enotty": _ERRNO | 25,
    "enosys": _ERRNO | 38,
}
# O_WRONLY, O_RDWR, O_CREAT, O_TRUNC and the bit of O_TMPFILE that is its own.
_WRITES = 0o1 | 0o2 | 0o100 | 0o1000 | 0o20000000
_FCNTL = (1, 2, 3, 1030)  # F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC
# What allocators ask for: NORMAL to WILLNEED, DONTNEED, FREE, HUGEPAGE, NOHUGEPAGE. The
# rest merges pages with others or drops those that others use.
_MADVISE = (0, 1, 2, 3, 4, 8, 14, 15)
# A futex that is not private is known by its file: guests could signal each other on a
# page of the C library they share.
_FUTEX_PRIVATE = 0x80
_IOCTL = (0x5401, 0x5413, 0x5450, 0x5451)  # TCGETS, TIOCGWINSZ, FIONCLEX, FIOCLEX


@dataclass(frozen=True, slots=True)
class _Line:
    """One instruction; a jump names where it goes, "" is the next line.

    ``skip`` lines are jumped over where a comparison without ``no`` does not hold.
    """

    code: int
    k: int
    yes: Label = ""
    no: Label = ""
    skip: int = 0


def program(machine: Machine, *, own_pid: bool) -> bytes:
    """Return the filter; ``own_pid``: the guest is pid 1 and may signal itself."""
    lines = [
        _Line(_LOAD, _ARCHITECTURE),
        _Line(_EQUAL, _AUDIT[machine], no="kill"),
        _Line(_LOAD, _NUMBER),
        _Line(_AT_LEAST, _X32, yes="kill"),
    ]
    lines += [_Line(_EQUAL, at, yes="allow") for at in allowed(machine).values()]
    lines += [_Line(_EQUAL, at, yes="kill") for at in killed(machine).values()]
    for name, number in partly(machine).items():
        lines += _by_argument(name, number, own_pid=own_pid)
    lines.append(_Line(_RETURN, _RETURNS["eperm"]))
    return _assemble(lines)


def _by_argument(name: str, number: int, *, own_pid: bool) -> list[_Line]:
    """Return the block of one call; every way through it ends in a verdict."""
    if name == "clone3":
        return [_Line(_EQUAL, number, yes="enosys")]
    if name == "tgkill" and not own_pid:
        return [_Line(_EQUAL, number, yes="eperm")]
    block = _BLOCKS[name]
    return [_Line(_EQUAL, number, skip=len(block)), *block]


def _low(position: int) -> _Line:
    # The kernel truncates an int argument to its low half, so only that half counts.
    return _Line(_LOAD, 16 + 8 * position)


def _high(position: int) -> _Line:
    return _Line(_LOAD, 20 + 8 * position)


_BLOCKS: dict[str, list[_Line]] = {
    "open": [_low(1), _Line(_SET, _WRITES, yes="eperm", no="allow")],
    "openat": [_low(2), _Line(_SET, _WRITES, yes="eperm", no="allow")],
    "fcntl": [
        _low(1),
        *(_Line(_EQUAL, command, yes="allow") for command in _FCNTL),
        _Line(_RETURN, _RETURNS["eperm"]),
    ],
    "ioctl": [
        _low(1),
        *(_Line(_EQUAL, request, yes="enotty") for request in _IOCTL),
        _Line(_RETURN, _RETURNS["eperm"]),
    ],
    "madvise": [
        _low(2),
        *(_Line(_EQUAL, advice, yes="allow") for advice in _MADVISE),
        _Line(_RETURN, _RETURNS["eperm"]),
    ],
    "futex": [_low(1), _Line(_SET, _FUTEX_PRIVATE, yes="allow", no="eperm")],
    # A pointer: both halves count.
    "prlimit64": [
        _low(2),
        _Line(_EQUAL, 0, no="eperm"),
        _high(2),
        _Line(_EQUAL, 0, yes="allow", no="eperm"),
    ],
    "tgkill": [_low(0), _Line(_EQUAL, 1, yes="allow", no="eperm")],
}


def _assemble(lines: list[_Line]) -> bytes:
    """Turn labels into offsets; a jump is forward and at most 255 lines."""
    at = {label: len(lines) + place for place, label in enumerate(_RETURNS)}
    whole = [*lines, *(_Line(_RETURN, value) for value in _RETURNS.values())]
    packed = []
    for place, line in enumerate(whole):
        yes = at[line.yes] - place - 1 if line.yes else 0
        no = at[line.no] - place - 1 if line.no else line.skip
        packed.append(struct.pack("<HBBI", line.code, yes, no, line.k))
    return b"".join(packed)
