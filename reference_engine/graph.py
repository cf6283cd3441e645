"""Record what was computed from what, and list it users first."""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from itertools import count
from operator import attrgetter
from typing import Any, Self

import numpy as np

from reference_engine.buffers import own
from reference_engine.dtypes import DOUBLE, PROMOTING, foreign
from reference_engine.errors import OpError, Place, explained, place_outside
from reference_engine.rules import FORWARD
from reference_engine.shapes import Array

NO_KEYWORDS: Mapping[str, Any] = {}
# Leaves are number 0, so the first op must be number 1 or it would tie with them.
next_number: Callable[[], int] = count(1).__next__
# Per thread: one thread's no_grad must not blind another's recording.
recording: ContextVar[bool] = ContextVar("recording", default=True)


class Node:
    """Hold one array, and how it was made if a gradient may have to go back."""

    __slots__ = (
        "_grad",
        "args",
        "array",
        "kwargs",
        "name",
        "number",
        "op",
        "parents",
        "place",
        "requires_grad",
    )
    array: Array
    requires_grad: bool
    name: str | None
    _grad: Self | None
    number: int
    # Only a recorded node has the rest; ``parents`` is None once released.
    op: str
    args: list[Any]
    kwargs: Mapping[str, Any]
    parents: "list[Node | None] | None"
    place: Place

    def __init__(
        self, array: Any, requires_grad: bool = False, name: str | None = None
    ) -> None:
        self.array = np.asarray(array)
        self.requires_grad = requires_grad
        self.name = name
        self._grad = None
        self.number = 0

    @classmethod
    def of(
        cls, op: str, inputs: Sequence[Any], kwargs: Mapping[str, Any] = NO_KEYWORDS
    ) -> Self:
        """Run ``op`` forward and record it if an input requires a gradient."""
        args: list[Any] = []
        parents: list[Node | None] = []
        wanted = False
        for value in inputs:
            if isinstance(value, Node):
                args.append(value.array)
                if value.requires_grad:
                    wanted = True
                    parents.append(value)
                    continue
            else:
                args.append(value)
            parents.append(None)
        node = cls.__new__(cls)
        try:
            node.array = FORWARD[op](*args, **kwargs)
        except Exception as error:
            raise explained(error, op, args, place_outside(sys._getframe(2))) from error
        if node.array.dtype is DOUBLE and op in PROMOTING:
            dtype = foreign(op, args)
            if dtype is not None:
                return cls.of(op, [cls.cast(value, dtype) for value in inputs], kwargs)
        node._grad = node.name = None
        node.requires_grad = wanted = wanted and recording.get()
        if wanted:
            node.number = next_number()
            node.op = op
            node.args = args
            node.kwargs = kwargs
            node.parents = parents
            frame = sys._getframe(2)
            while frame.f_globals.get("__package__") == "reference_engine":
                frame = frame.f_back
            node.place = (frame.f_code, frame.f_lasti)
        else:
            node.number = 0
        return node

    @classmethod
    def cast(cls, value: Any, dtype: Any) -> Any:
        """Return a tensor or array in ``dtype``, recorded; constants adapt anyway."""
        if isinstance(value, Node):
            return cls.of("astype", (value, dtype))
        is_array = isinstance(value, np.ndarray | np.generic)
        return value.astype(dtype) if is_array else value

    def receive(self, gradient: Array) -> None:
        """Add ``gradient`` to this leaf's, taking its memory if nobody shares it."""
        if not self.requires_grad:
            return
        if self._grad is None:
            self._grad = type(self)(own(gradient, self.array))
        else:
            np.add(self._grad.array, gradient, out=self._grad.array)


def oldest_first(end: Node) -> list[Node]:
    """Return the recorded nodes ``end`` was made from, itself included.

    Taken from the back, each node comes before everything it was made from. Raises
    ``OpError`` if an earlier backward pass released a part of the graph.
    """
    found = [end] if end.number else []
    seen = set(found)
    for node in found:
        if node.parents is None:
            raise OpError(
                "backward a second time: the graph was released by the first pass; "
                "use retain_graph=True there, or compute the loss again"
            )
        for parent in node.parents:
            if parent is not None and parent.number and parent not in seen:
                seen.add(parent)
                found.append(parent)
    found.sort(key=attrgetter("number"))
    return found
