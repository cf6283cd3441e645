"""Layer: Landlock. Only the interpreter's own files can be opened, for reading.

Stops: opening, listing or writing any other path (also /proc, should one be mounted);
TCP from ABI 4; abstract sockets and signals to outsiders from ABI 6. Does not stop:
asking whether a path exists (stat), descriptors that are open already.
"""

import ctypes
import os
import struct
from collections.abc import Iterable

from workers.guest import kernel

_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_PATH_BENEATH = 1
_VERSION = 1  # the flag of landlock_create_ruleset that asks for the ABI


def abi() -> int:
    """Return the kernel's Landlock ABI, 0 where there is none."""
    try:
        return kernel.syscall(kernel.LANDLOCK_CREATE, None, 0, _VERSION)
    except OSError:
        return 0


def handled(version: int) -> bytes:
    """Return the attribute naming every right an ABI knows: files, TCP, scopes."""
    files = (1 << 13) - 1
    files |= (version >= 2) << 13 | (version >= 3) << 14 | (version >= 5) << 15
    fields = [files, 3, 3][: 1 + (version >= 4) + (version >= 6)]
    return struct.pack(f"<{len(fields)}Q", *fields)


def ruleset(readable: Iterable[str], version: int) -> int:
    """Return the descriptor of a ruleset that reads below ``readable`` only."""
    attribute = handled(version)
    rules = kernel.syscall(kernel.LANDLOCK_CREATE, attribute, len(attribute), 0)
    for folder in readable:
        place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        rule = ctypes.create_string_buffer(
            struct.pack("<Qi", _READ_FILE | _READ_DIR, place), 12
        )
        kernel.syscall(kernel.LANDLOCK_ADD, rules, _PATH_BENEATH, rule, 0)
        os.close(place)
    return rules


def restrict(rules: int) -> None:
    """Put a ruleset in force for this process and its children."""
    kernel.syscall(kernel.LANDLOCK_RESTRICT, rules, 0)
