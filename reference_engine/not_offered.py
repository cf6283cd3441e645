"""Refuse by name what the engine leaves out, and say what to do instead."""

from collections.abc import Callable
from typing import Any, NoReturn

from reference_engine.errors import NotOffered

INSTEAD = {
    "median": "sort the array first and index the middle element",
    "nanmedian": "sort the array first and index the middle element",
    "fmax": "use maximum on values without nan",
    "fmin": "use minimum on values without nan",
    "retain_grad": "pass a Ledger to backprop, it keeps every contribution",
    "register_hook": "pass a Ledger to backprop, it keeps every contribution",
    "grad": "call backward() and read the .grad of the leaves",
    "detect_anomaly": "read the error: it names the op and the line of the forward call",
    "set_detect_anomaly": "read the error: it names the op and the forward line",
    "data": "use .array for reading and no_grad() with add_ for updates",
    "__setitem__": "build a new tensor with where() or cat()",
}


def refuse(op: str, instead: str) -> NoReturn:
    """Raise ``NotOffered`` naming the op and the way round it."""
    raise NotOffered(f"{op} is not offered: {instead}")


def refused(op: str) -> Callable[..., NoReturn]:
    """Return a stand-in for ``op`` that refuses when it is called."""

    def call(*_args: Any, **_kwargs: Any) -> NoReturn:
        refuse(op, INSTEAD[op])

    return call
