"""Answer the worker's requests one by one until its pipe closes.

This is one of the two places that catch everything: what a pair's code raises, even
SystemExit, is an answer and must not end the guest.
"""

import builtins
import operator
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

import numpy as np

from workers.guest import load, wire
from workers.guest.stubs import real

BROKEN: Any = object()  # the result of a step that raised or was skipped
OBSERVE = 0x80
OBSERVED, LOADED = b"\x00", b"\x01"
Scope = dict[str, Any]
Operands = tuple[tuple[int, ...], Any]  # handles to look up, and the rest


class State:
    """What lives between requests: the namespace, and the training run if any."""

    def __init__(self) -> None:
        self.scope: Scope = load.fresh()
        self.training: Any = None


def serve(request_fd: int, result_fd: int) -> None:
    """Loop until end of file; the descriptors are the two frame pipes."""
    state = State()
    while (request := wire.read_frame(request_fd)) is not None:
        for answer in answers(state, request):
            flush()
            wire.write_frame(result_fd, answer)


def warm() -> None:
    """Run a small submission in memory, so that a child finds every page touched."""
    pair = "import torch\ndef double(x):\n    return x * 2\nassert double(1) == 3\n"
    body = pair.encode()
    state = State()
    for kind in (b"\x00", b"\x01"):
        list(answers(state, kind + wire.U32.pack(len(body)) + body))
    program = b"\x01\x06double\x00\x01" + wire.F64.pack(2.0)
    program += b"\x82\x00\x00\x01\x01\x00\x00"
    list(answers(state, b"\x02\x01\x00\x03\x00" + program))
    load.fresh()


def flush() -> None:
    """Push out what was printed, before the worker may stop us."""
    with suppress(BaseException):  # a pair may have closed or replaced it
        sys.stdout.flush()


def answers(state: State, request: bytes) -> Iterator[bytes]:
    """Yield the answer payloads of one request, each as soon as it is known."""
    reader = wire.Reader(request, 1)
    if request[0] == 0:
        state.scope = load.fresh()
        yield _loaded(load.scaffold(reader.text32(), state.scope))
    elif request[0] == 1:
        yield _loaded(load.pair(reader.text32(), state.scope))
    elif request[0] == 2:
        for _ in range(reader.u16()):
            yield observe(reader, state.scope)
    else:
        yield _trained(state, request[1:])


def _loaded(notes: list[load.Note]) -> bytes:
    parts = [LOADED, wire.U16.pack(len(notes))]
    for note in notes:
        text = wire.clip(note.text, wire.TEXT_BYTES)
        parts += [wire.U32.pack(note.line), bytes((note.what,)), wire.text8(note.type)]
        parts += [wire.U32.pack(len(text)), text]
    return b"".join(parts)


def _trained(state: State, payload: bytes) -> bytes:
    try:
        train = import_module("workers.guest.train")
        answer: bytes = train.serve(state, payload)
    except BaseException as error:
        found = wire.raised(*load.describe(error))
        return OBSERVED + wire.U16.pack(1) + wire.U16.pack(0) + found
    return answer


def observe(reader: wire.Reader, scope: Scope) -> bytes:
    """Run one program and return its ``observed`` payload."""
    if "grad_tracking_enabled" in scope:
        scope["grad_tracking_enabled"] = True
    results: list[Any] = []
    records = []
    for step in range(reader.u16()):
        code = reader.u8()
        handles, rest = DECODE[code & ~OBSERVE](reader)
        inputs = [results[handle] for handle in handles]
        result, seen = BROKEN, None
        # By identity: `in` would ask a pair's __eq__.
        if not any(item is BROKEN for item in inputs):
            result, seen = attempt(code, inputs, rest, scope)
        results.append(result)
        if seen is not None:
            records.append(wire.U16.pack(step) + seen)
    return b"".join((OBSERVED, wire.U16.pack(len(records)), *records))


def attempt(
    code: int, inputs: list[Any], rest: Any, scope: Scope
) -> tuple[Any, bytes | None]:
    """Run one step: its result, and its record if observed or raised."""
    try:
        result = EXECUTE[code & ~OBSERVE](inputs, rest, scope)
        if not code & OBSERVE:
            return result, None
        return result, wire.record(real(result))
    except BaseException as error:
        return BROKEN, wire.raised(*load.describe(error))


def _read_call(reader: wire.Reader) -> Operands:
    handles = reader.u16s(1) + reader.u16s(reader.u8())
    named = [(reader.text8(), reader.u16()) for _ in range(reader.u8())]
    names = tuple(name for name, _ in named)
    return handles + tuple(handle for _, handle in named), names


def _read_named(reader: wire.Reader) -> Operands:
    name = reader.text8()
    return reader.u16s(1), name


def _read_setattr(reader: wire.Reader) -> Operands:
    target, name = reader.u16(), reader.text8()
    return (target, reader.u16()), name


DECODE: tuple[Callable[[wire.Reader], Operands], ...] = (
    lambda reader: ((), reader.value()),
    lambda reader: ((), reader.text8()),
    _read_call,
    lambda reader: (reader.u16s(1), reader.text8()),
    lambda reader: (reader.u16s(2), None),
    _read_named,
    lambda reader: (reader.u16s(1) + reader.u16s(reader.u16()), None),
    lambda reader: (reader.u16s(reader.u8()), None),
    lambda reader: (reader.u16s(2), None),
    _read_setattr,
)


def _name(_: list[Any], name: str, scope: Scope) -> Any:
    if name in scope:
        return scope[name]
    if hasattr(builtins, name):
        return getattr(builtins, name)
    raise NameError(f"name '{name}' is not defined")


def _call(inputs: list[Any], names: tuple[str, ...], _: Scope) -> Any:
    function, *values = inputs
    if not names:
        return function(*values)
    cut = len(values) - len(names)
    return function(*values[:cut], **dict(zip(names, values[cut:], strict=True)))


def _where(inputs: list[Any], _rest: None, _scope: Scope) -> Any:
    sequence, *candidates = inputs
    # First position wins where a candidate is named twice.
    places = {id(item): at for at, item in reversed(list(enumerate(candidates)))}
    return np.array([places.get(id(item), -1) for item in sequence], np.int64)


EXECUTE: tuple[Callable[[list[Any], Any, Scope], Any], ...] = (
    lambda _inputs, value, _scope: value,
    _name,
    _call,
    lambda inputs, name, _: getattr(inputs[0], name),
    lambda inputs, _, __: inputs[0] is inputs[1],
    lambda inputs, name, scope: operator.setitem(scope, name, inputs[0]),
    _where,
    lambda inputs, _, __: inputs,
    lambda inputs, _, __: inputs[0][inputs[1]],
    lambda inputs, name, _: setattr(inputs[0], name, inputs[1]),
)
