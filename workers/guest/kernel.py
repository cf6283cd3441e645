"""Call the few kernel functions Python 3.11 has no name for.

Stops nothing by itself. Every call raises OSError with the kernel's own error.
"""

import ctypes
import os
import struct
from typing import Any

CLONE_NEWPID = 0x20000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
CAPSET = {"x86_64": 126, "aarch64": 91}.get(os.uname().machine, -1)

_LIBC = ctypes.CDLL(None, use_errno=True)
_WITH_LOCK = ctypes.PyDLL(None, use_errno=True)
# Version 3 of the interface, this very process; no set has a bit in it.
_THIS_PROCESS, _NO_CAPABILITY = struct.pack("<Ii", 0x20080522, 0), bytes(24)


class Filter(ctypes.Structure):
    """A seccomp program as the kernel takes it."""

    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def checked(result: int) -> int:
    """Return what a C call returned, or raise its errno."""
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def syscall(number: int, *arguments: Any) -> int:
    """Call by number; integers are passed in full width."""
    wide = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    return checked(_LIBC.syscall(ctypes.c_long(number), *wide))


def prctl(option: int, *arguments: Any) -> None:
    """Set one property of this process."""
    rest = [*arguments, 0, 0, 0, 0][:4]
    wide = [ctypes.c_ulong(one) if isinstance(one, int) else one for one in rest]
    checked(_LIBC.prctl(ctypes.c_int(option), *wide))


def setns(fd: int, kind: int) -> None:
    """Enter the namespace of a process descriptor."""
    checked(_LIBC.setns(ctypes.c_int(fd), ctypes.c_int(kind)))


def unshare(kind: int) -> None:
    """Leave a namespace; for CLONE_NEWPID this concerns the next child."""
    checked(_LIBC.unshare(ctypes.c_int(kind)))


def fork() -> int:
    """Fork without Python's own hooks; for a process of one thread only.

    The hooks mend what other threads may have held, and each page they touch is copied:
    a third of what a child costs.
    """
    return checked(_WITH_LOCK.fork())


def drop_capabilities() -> None:
    """Give up every capability for good."""
    syscall(CAPSET, _THIS_PROCESS, _NO_CAPABILITY)


def filter_of(program: bytes) -> Filter:
    """Return a seccomp filter, given as classic BPF bytes, ready to be loaded."""
    return Filter(len(program) // 8, program)


def load_filter(program: Filter) -> None:
    """Put a seccomp filter in force."""
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program))
