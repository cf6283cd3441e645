"""Speak the training part of docs/wire.md: requests out, answers parsed, none trusted.

A request is what follows the kind byte; :meth:`workers.sandbox.guest.Guest.train` adds it.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exercises.answers import Numbers, Observation, Raised
from workers.sandbox.asking import encode_array
from workers.sandbox.wire import ProtocolError, Reader, Trained, parse

BEFORE, GRADIENT, AFTER = 0, 1, 2
HELD_OUT = 1


class TrainingRaised(Exception):  # noqa: N818 - it is the pair's, not ours
    """Report an exception of the pair's engine during training."""

    def __init__(self, raised: Raised) -> None:
        """Keep what was raised."""
        super().__init__(f"{raised.type}: {raised.text}")
        self.raised = raised


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a guest says of one step before it knows whether it will be asked."""

    loss: float
    digest: bytes


def begin(options: dict[str, Any], parameters: Sequence[NDArray[np.generic]]) -> bytes:
    """Ask for a network that starts from ``parameters``."""
    text = json.dumps(options).encode()
    parts = [b"\x00", struct.pack("<I", len(text)), text]
    parts.append(bytes((len(parameters),)))
    for number, array in enumerate(parameters):
        name = str(number).encode()
        parts += [bytes((len(name),)), name, encode_array(array)]
    return b"".join(parts)


def begun(payload: bytes) -> list[tuple[int, ...]]:
    """Return the shape of each parameter the guest found."""
    reader = _trained(payload)
    shapes = []
    for _ in range(reader.u8()):
        reader.text(reader.u8())
        shapes.append(tuple(reader.u32() for _ in range(reader.u8())))
    reader.end()
    return shapes


def steps(rate: float, batches: Sequence[NDArray[np.int64]]) -> bytes:
    """Ask for one step on each batch."""
    parts = [b"\x01", struct.pack("<dH", rate, len(batches))]
    for batch in batches:
        parts += [struct.pack("<H", len(batch)), batch.astype("<u4").tobytes()]
    return b"".join(parts)


def commitments(payload: bytes, count: int) -> list[Commitment]:
    """Return what the guest commits to for each of ``count`` steps."""
    reader = _trained(payload)
    if reader.u16() != count:
        raise ProtocolError("another number of steps than asked")
    found = [Commitment(reader.f64(), reader.take(32)) for _ in range(count)]
    reader.end()
    return found


def reveal(step: int, what: int, parameter: int) -> bytes:
    """Ask for one array of a step of the last request."""
    return struct.pack("<BHBB", 2, step, what, parameter)


def predict(split: int, first: int, rows: int) -> bytes:
    """Ask for the classes of some pictures."""
    return struct.pack("<BBII", 3, split, first, rows)


def parameter(number: int) -> bytes:
    """Ask for one parameter as it is now."""
    return struct.pack("<BB", 4, number)


def numbers(payload: bytes) -> NDArray[np.generic]:
    """Return the array of an answer that is one record."""
    reader = _trained(payload)
    record = reader.record()
    reader.end()
    if not isinstance(record, Numbers):
        raise ProtocolError("the answer is no array")
    return record.array


def _trained(payload: bytes) -> Reader:
    answer = parse(payload)
    if isinstance(answer, Trained):
        return Reader(answer.body)
    if isinstance(answer, Observation):
        for record in answer.records.values():
            if isinstance(record, Raised):
                raise TrainingRaised(record)
    raise ProtocolError("no answer to a training request")
