"""Read requests and write records inside the jail (docs/wire.md).

The worker has its own parser: what is written here may be forged by the code that runs
beside it, so nothing outside relies on this module.
"""

import os
import struct
from collections.abc import Callable
from typing import Any

import numpy as np

FRAME_BYTES = 8 << 20
TEXT_BYTES = 2000
DTYPES = ("f8", "f4", "i8", "b1")
SCALARS = {float: 0, int: 2, bool: 3}
LENGTH, U16, U32 = struct.Struct("<I"), struct.Struct("<H"), struct.Struct("<I")
F64, I64 = struct.Struct("<d"), struct.Struct("<q")


def read_frame(fd: int) -> bytes | None:
    """Return the next payload, or None at end of file."""
    head = _exactly(fd, LENGTH.size)
    return None if head is None else _exactly(fd, LENGTH.unpack(head)[0])


def write_frame(fd: int, payload: bytes) -> None:
    """Send one payload; a result above the cap is sent and cut off outside."""
    rest = memoryview(LENGTH.pack(len(payload)) + payload)
    while rest:
        rest = rest[os.write(fd, rest) :]


def _exactly(fd: int, size: int) -> bytes | None:
    parts = []
    while size:
        part = os.read(fd, min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


class Reader:
    """Walk over one request; the worker is trusted, so nothing is checked."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def u8(self) -> int:
        """Return one byte."""
        self.at += 1
        return self.data[self.at - 1]

    def u16(self) -> int:
        """Return two bytes as a number."""
        self.at += 2
        return int(U16.unpack_from(self.data, self.at - 2)[0])

    def u32(self) -> int:
        """Return four bytes as a number."""
        self.at += 4
        return int(U32.unpack_from(self.data, self.at - 4)[0])

    def f64(self) -> float:
        """Return eight bytes as a float."""
        return float(F64.unpack(self.take(8))[0])

    def u16s(self, count: int) -> tuple[int, ...]:
        """Return ``count`` numbers of two bytes each."""
        self.at += 2 * count
        return struct.unpack_from(f"<{count}H", self.data, self.at - 2 * count)

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes."""
        self.at += size
        return self.data[self.at - size : self.at]

    def text8(self) -> str:
        """Return a text of at most 255 bytes."""
        return self.take(self.u8()).decode()

    def text32(self) -> str:
        """Return a text of at most 64 KiB."""
        return self.take(self.u32()).decode()

    def array(self, tag: int) -> np.ndarray[Any, np.dtype[Any]]:
        """Return a fresh, writable array; a Python scalar's mark reads as 0-d."""
        ndim = self.u8()
        shape = struct.unpack(f"<{ndim}I", self.take(4 * ndim)) if ndim < 255 else ()
        dtype = np.dtype(DTYPES[tag])
        size = dtype.itemsize * int(np.prod(shape, dtype=np.int64))
        return np.frombuffer(self.take(size), dtype).reshape(shape).copy()

    def value(self) -> Any:
        """Return one value; nested tuples and lists come back as such."""
        tag = self.u8()
        if tag == 0:
            return self.array(self.u8())
        if tag in (6, 7):
            items = [self.value() for _ in range(self.u8())]
            return tuple(items) if tag == 6 else items
        return VALUES[tag](self)


VALUES: dict[int, Callable[[Reader], Any]] = {
    1: Reader.f64,
    2: lambda reader: int(I64.unpack(reader.take(8))[0]),
    3: lambda reader: bool(reader.u8()),
    4: lambda _: None,
    5: lambda reader: reader.take(reader.u16()).decode(),
}


def record(value: object) -> bytes:
    """Copy one result into bytes: plain numbers, None or text, else a refusal."""
    kind = type(value)
    if value is None:
        return b"\xff"
    if kind is str:
        return b"\xfb" + text8(str(value))
    if kind in SCALARS:
        return _scalar(value, SCALARS[kind])
    plain = issubclass(kind, np.ndarray | np.generic)
    return _numbers(value) if plain else refused(kind.__name__)


def _scalar(value: Any, tag: int) -> bytes:
    try:
        number = np.asarray(value, DTYPES[tag])
    except OverflowError:
        return refused("int beyond 64 bits")
    return bytes((tag, 255)) + number.tobytes()


def _numbers(value: Any) -> bytes:
    # A broadcast view may claim terabytes: refuse by its size before copying it.
    if value.nbytes > FRAME_BYTES or value.ndim > 8:
        return refused(f"array of shape {value.shape}")
    plain = np.array(value, order="C", subok=False)
    if plain.dtype.kind == "u" and plain.size and plain.max() > np.iinfo(np.int64).max:
        return refused("integers beyond 64 bits")
    if plain.dtype.kind in "iu":
        plain = plain.astype("<i8")
    name = plain.dtype.str.lstrip("<|")
    if name not in DTYPES:
        return refused(f"array of {plain.dtype}")
    head = bytes((DTYPES.index(name), plain.ndim))
    return head + struct.pack(f"<{plain.ndim}I", *plain.shape) + plain.tobytes()


def refused(what: str) -> bytes:
    """Return the record of a value that is not plain numbers."""
    return b"\xfd" + text8(what)


def raised(name: str, text: str, line: int, caller: int = 0) -> bytes:
    """Return the record of an exception; line 0 means unknown, caller 0 none."""
    cut = clip(text, TEXT_BYTES)
    places = U32.pack(line) + U32.pack(caller)
    return b"\xfc" + places + text8(name) + U16.pack(len(cut)) + cut


def text8(text: str) -> bytes:
    """Return a text of at most 255 bytes behind its length."""
    cut = clip(text, 255)
    return bytes((len(cut),)) + cut


def clip(text: str, size: int) -> bytes:
    """Return at most ``size`` bytes of valid UTF-8."""
    # A lone surrogate cannot be encoded and must not end the guest.
    cut = text.encode("utf-8", "replace")[:size]
    return cut.decode("utf-8", "ignore").encode()
