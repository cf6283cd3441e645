"""Write the requests of docs/wire.md: questions go in, never their answers.

Stops nothing by itself: all input is ours, so a value that does not fit is a mistake of
ours and raises ValueError.
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from exercises.questions import Op, Program, Step, Value

SOURCE_BYTES = 64 << 10
FRAME_BYTES = 8 << 20
PROGRAMS = 256
DTYPES = ("<f8", "<f4", "<i8", "|b1")
_OPS = {op: number for number, op in enumerate(Op)}
_OBSERVE = 0x80
_DEPTH = 4
_REMEMBERED = 4096  # programs: a hidden suite, all units, and what is asked once


def encode_scaffold(source: str) -> bytes:
    """Return the SCAFFOLD request: a fresh namespace with our given code in it."""
    return b"\x00" + _source(source)


def encode_load(source: str) -> bytes:
    """Return the LOAD request: the pair's code, in the scaffold's namespace."""
    return b"\x01" + _source(source)


def encode_steps(programs: Sequence[Program]) -> bytes:
    """Return one STEPS request of at most 256 programs and 8 MiB."""
    if len(programs) > PROGRAMS:
        raise ValueError(f"one request holds {PROGRAMS} programs, not {len(programs)}")
    return join(tuple(encode_program(program) for program in programs))


def batches(programs: Sequence[Program]) -> Iterator[tuple[int, bytes]]:
    """Yield ``(count, request)``: all programs in order, each request within the caps."""
    waiting: list[bytes] = []
    size = 0
    for program in programs:
        encoded = _encoded(_Same(program))
        if waiting and (
            len(waiting) == PROGRAMS or size + len(encoded) > FRAME_BYTES - 3
        ):
            yield len(waiting), join(waiting)
            waiting, size = [], 0
        waiting.append(encoded)
        size += len(encoded)
    if waiting:
        yield len(waiting), join(waiting)


def join(encoded: Sequence[bytes]) -> bytes:
    """Return the STEPS request of programs that are encoded already."""
    return b"\x02" + struct.pack("<H", len(encoded)) + b"".join(encoded)


class _Same:
    """Stand for one program by identity: equality would have to compare its arrays."""

    __slots__ = ("program",)

    def __init__(self, program: Program) -> None:
        self.program = program

    def __hash__(self) -> int:
        return id(self.program)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.program is other.program


# Every submission is asked the same questions, and writing them costs a third of all
# that a worker does for one. The key keeps its program, so that no id is used twice.
@lru_cache(maxsize=_REMEMBERED)
def _encoded(same: _Same) -> bytes:
    return encode_program(same.program)


def encode_program(program: Program) -> bytes:
    """Return one program; raises ValueError where a step does not fit the format."""
    if len(program) > 4096:
        raise ValueError(f"a program has at most 4096 steps, not {len(program)}")
    parts = [struct.pack("<H", len(program))]
    for step in program:
        parts.append(bytes((_OPS[step.op] | (_OBSERVE if step.observe else 0),)))
        parts.append(_OPERANDS[step.op](step))
    return b"".join(parts)


def encode_value(value: Value, depth: int = 0) -> bytes:
    """Return one value; arrays keep their dtype, other integers become i8."""
    if isinstance(value, np.ndarray):
        return b"\x00" + encode_array(value)
    if isinstance(value, tuple | list):
        if depth == _DEPTH or len(value) > 16:
            raise ValueError("a tuple or list has at most 16 items, 4 levels deep")
        tag = 6 if isinstance(value, tuple) else 7
        items = b"".join(encode_value(item, depth + 1) for item in value)
        return bytes((tag, len(value))) + items
    if isinstance(value, str):
        text = value.encode()
        if len(text) > 256:
            raise ValueError("a str value has at most 256 bytes")
        return b"\x05" + struct.pack("<H", len(text)) + text
    return _plain(value)


def _plain(value: object) -> bytes:
    if value is None:
        return b"\x04"
    if isinstance(value, bool | np.bool_):
        return bytes((3, bool(value)))
    if isinstance(value, int | np.integer):
        return struct.pack("<Bq", 2, int(value))
    if isinstance(value, float | np.floating):
        return struct.pack("<Bd", 1, float(value))
    raise ValueError(f"no wire format for {type(value).__name__}")


def encode_array(array: NDArray[np.generic]) -> bytes:
    """Return dtype, shape and bytes as in a record."""
    plain = array.astype("<i8") if array.dtype.kind in "iu" else array
    if plain.dtype.str not in DTYPES:
        raise ValueError(f"no wire format for an array of {array.dtype}")
    head = struct.pack(f"<BB{plain.ndim}I", _tag(plain), plain.ndim, *plain.shape)
    return head + plain.tobytes()


def _tag(plain: NDArray[np.generic]) -> int:
    return DTYPES.index(plain.dtype.str)


def _source(source: str) -> bytes:
    text = source.encode()
    if len(text) > SOURCE_BYTES:
        raise ValueError(f"source code has at most {SOURCE_BYTES} bytes")
    return struct.pack("<I", len(text)) + text


def _str8(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<B", len(data)) + data


def _handles(*handles: int) -> bytes:
    return struct.pack(f"<{len(handles)}H", *handles)


def _counted(handles: Sequence[int]) -> bytes:
    return struct.pack("<B", len(handles)) + _handles(*handles)


def _call(step: Step) -> bytes:
    function, *arguments = step.handles
    named = b"".join(_str8(name) + _handles(handle) for name, handle in step.keywords)
    count = struct.pack("<B", len(step.keywords))
    return _handles(function) + _counted(arguments) + count + named


_OPERANDS: dict[Op, Callable[[Step], bytes]] = {
    Op.VALUE: lambda step: encode_value(step.value),
    Op.NAME: lambda step: _str8(step.name),
    Op.CALL: _call,
    Op.ATTR: lambda step: _handles(*step.handles) + _str8(step.name),
    Op.SAME: lambda step: _handles(*step.handles),
    Op.SET: lambda step: _str8(step.name) + _handles(*step.handles),
    # As many as a program has steps: a chain of 1,500 nodes names each of them.
    Op.WHERE: lambda step: _handles(
        step.handles[0], len(step.handles) - 1, *step.handles[1:]
    ),
    Op.LIST: lambda step: _counted(step.handles),
    Op.ITEM: lambda step: _handles(*step.handles),
    Op.SETATTR: lambda step: (
        _handles(step.handles[0]) + _str8(step.name) + _handles(step.handles[1])
    ),
}
