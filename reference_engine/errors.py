"""Name what went wrong: the op, its argument, the shapes and the forward line."""

import linecache
import sys
from collections.abc import Sequence
from types import CodeType
from typing import Any

import numpy as np

Place = tuple[CodeType, int]


class OpError(RuntimeError, ValueError):
    """An op was given what it cannot take, or its rule failed."""


class OpIndexError(OpError, IndexError):
    """An index or axis does not exist."""


class OpTypeError(OpError, TypeError):
    """An operand is of a kind the op does not take."""


class NotOffered(OpError, NotImplementedError):  # noqa: N818  a ruling, no accident
    """The engine refuses this on purpose and says what to do instead."""


def calling_place() -> Place:
    """Return the nearest place on the way here that is outside this package.

    Code and instruction are kept rather than the frame, which would keep every
    local variable of the caller alive as long as the graph.
    """
    frame = sys._getframe(2)  # noqa: SLF001  the only way that costs no stack trace
    while frame.f_globals.get("__package__") == "reference_engine":
        frame = frame.f_back or frame
    return frame.f_code, frame.f_lasti


def line_of(place: Place) -> str:
    """Return ``file:line: source`` for a recorded place."""
    code, instruction = place
    lines = [n for a, b, n in code.co_lines() if a <= instruction < b and n]
    line = lines[0] if lines else code.co_firstlineno
    source = linecache.getline(code.co_filename, line).strip()
    return f"{code.co_filename}:{line}: {source}"


def shapes_of(args: Sequence[Any]) -> str:
    """Return the operands' shapes in words, a constant by its value."""
    return ", ".join(
        f"{a.dtype}{a.shape}" if isinstance(a, np.ndarray) else repr(a) for a in args
    )


def explained(
    error: Exception, what: str, args: Sequence[Any], place: Place
) -> OpError:
    """Return ``error`` as an OpError that says which op on which line failed."""
    kind = OpError
    if isinstance(error, IndexError):
        kind = OpIndexError
    elif isinstance(error, TypeError):
        kind = OpTypeError
    message = f"{what} of ({shapes_of(args)}): {error}\n  called at {line_of(place)}"
    return kind(message)
