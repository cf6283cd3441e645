"""Read the answers of docs/wire.md: every byte is hostile until it is a record.

Stops: any frame a guest can write from raising anything but ProtocolError, from
allocating beyond the frame, from smuggling in objects (``struct`` and ``frombuffer``
only). Does not stop: a well-formed lie; the judge compares it with values only we hold.
"""

import math
import struct
from dataclasses import dataclass
from typing import Literal, NoReturn

import numpy as np

from exercises.answers import (
    Note,
    Nothing,
    Numbers,
    Observation,
    Raised,
    Record,
    Refused,
    Text,
)
from workers.sandbox.asking import (
    DTYPES,
    FRAME_BYTES,
    encode_load,
    encode_scaffold,
    encode_steps,
)
from workers.sandbox.text import clean

__all__ = [
    "FRAME_BYTES",
    "ProtocolError",
    "Reader",
    "Trained",
    "encode_load",
    "encode_scaffold",
    "encode_steps",
    "parse",
]

Dtype = Literal["f8", "f4", "i8", "b1"]
_DTYPES: tuple[Dtype, ...] = ("f8", "f4", "i8", "b1")
_SCALAR = 255
STEPS = 4096
# Text may take four times its bytes once it is read; an honest answer holds little.
_TEXT_BYTES = 1 << 20
_WHATS: tuple[Literal["raised", "assert", "slow", "uncompilable", "stub"], ...] = (
    "raised",
    "assert",
    "slow",
    "uncompilable",
    "stub",
)


class ProtocolError(Exception):
    """Report bytes that are no answer."""


@dataclass(frozen=True, slots=True)
class Trained:
    """The body of a training answer; its reader is the stretch run."""

    body: bytes


def parse(
    payload: bytes, steps: int = STEPS
) -> Observation | tuple[Note, ...] | Trained:
    """Return what one answer frame says; raises ProtocolError and nothing else.

    ``steps`` is how many the program had: thousands of forged records to each of 256
    short programs would cost seconds and hundreds of megabytes here.
    """
    reader = Reader(payload)
    status = reader.u8()
    if status == 0:
        return _observed(reader, steps)
    if status == 1:
        return _loaded(reader)
    if status == 2:
        return Trained(payload[1:])
    raise ProtocolError(f"unknown status {status}")


class Reader:
    """Walk over one payload; every step past its end is a ProtocolError."""

    __slots__ = ("at", "data", "text_left")

    def __init__(self, data: bytes, at: int = 0) -> None:
        """Start at byte ``at``."""
        if len(data) > FRAME_BYTES:
            raise ProtocolError("a frame is at most 8 MiB")
        self.data = data
        self.at = at
        self.text_left = _TEXT_BYTES

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes."""
        start = self.at
        self.at = start + size
        if self.at > len(self.data):
            raise ProtocolError("the frame ends too early")
        return self.data[start : self.at]

    def u8(self) -> int:
        """Return one byte as a number."""
        return self.take(1)[0]

    def u16(self) -> int:
        """Return two bytes as a number."""
        return int.from_bytes(self.take(2), "little")

    def u32(self) -> int:
        """Return four bytes as a number."""
        return int.from_bytes(self.take(4), "little")

    def f64(self) -> float:
        """Return eight bytes as a float."""
        return float(struct.unpack("<d", self.take(8))[0])

    def text(self, size: int) -> str:
        """Return ``size`` bytes of UTF-8, cleaned for reading."""
        self.text_left -= size
        if self.text_left < 0:
            raise ProtocolError("a frame holds at most 1 MiB of text")
        try:
            return clean(self.take(size).decode())
        except UnicodeDecodeError:
            raise ProtocolError("text is not UTF-8") from None

    def record(self) -> Record:
        """Return one record; its array is read-only and owns at most 8 MiB."""
        tag = self.u8()
        if tag < len(DTYPES):
            return self._numbers(tag)
        if tag == 251:
            return Text(self.text(self.u8()))
        if tag == 252:
            line, caller, kind = self.u32(), self.u32(), self.text(self.u8())
            text = self.text(self._at_most(self.u16(), 2000))
            return Raised(kind, text, line, caller)
        if tag == 253:
            return Refused(self.text(self.u8()))
        return Nothing() if tag == 255 else _fail(f"unknown record {tag}")

    def end(self) -> None:
        """Insist that nothing follows."""
        if self.at != len(self.data):
            raise ProtocolError("bytes follow the last record")

    def _numbers(self, tag: int) -> Numbers:
        ndim = self.u8()
        scalar = ndim == _SCALAR
        if scalar and tag == 1:
            raise ProtocolError("no Python number is an f4")
        dims = () if scalar else self._shape(ndim)
        dtype = np.dtype(DTYPES[tag])
        # A shape with a zero in it has no bytes yet still overflows reshape.
        if math.prod(max(dim, 1) for dim in dims) * dtype.itemsize > FRAME_BYTES:
            raise ProtocolError("the array is larger than a frame")
        data = self.take(math.prod(dims) * dtype.itemsize)
        if tag == 3 and np.frombuffer(data, np.uint8).max(initial=0) > 1:
            raise ProtocolError("a bool is 0 or 1")
        array = np.frombuffer(data, dtype).reshape(dims)
        return Numbers(array, _DTYPES[tag], scalar)

    def _shape(self, ndim: int) -> tuple[int, ...]:
        self._at_most(ndim, 8)
        dims: tuple[int, ...] = struct.unpack(f"<{ndim}I", self.take(4 * ndim))
        self._at_most(max(dims, default=0), 1 << 24)
        return dims

    def _at_most(self, number: int, cap: int) -> int:
        return number if number <= cap else _fail(f"{number} is above {cap}")


def _fail(why: str) -> NoReturn:
    raise ProtocolError(why)


def _observed(reader: Reader, steps: int) -> Observation:
    count = reader.u16()
    if count > steps:
        raise ProtocolError("more records than a program has steps")
    records: dict[int, Record] = {}
    last = -1
    for _ in range(count):
        step = reader.u16()
        if not last < step < steps:
            raise ProtocolError("records are not in the order of their steps")
        records[step] = reader.record()
        last = step
    reader.end()
    return Observation(records)


def _loaded(reader: Reader) -> tuple[Note, ...]:
    count = reader.u16()
    if count > 512:
        raise ProtocolError("more than 512 notes")
    notes = []
    for _ in range(count):
        line, what = reader.u32(), reader.u8()
        if what >= len(_WHATS):
            raise ProtocolError(f"unknown note {what}")
        kind, size = reader.text(reader.u8()), reader.u32()
        if size > 2000:
            raise ProtocolError("a note is too long")
        notes.append(Note(line, _WHATS[what], kind, reader.text(size)))
    reader.end()
    return tuple(notes)
