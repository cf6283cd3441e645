"""Record what was computed from what, and list it users first."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from itertools import count
from operator import attrgetter
from typing import Any, Self

import numpy as np

from reference_engine.buffers import own
from reference_engine.dtypes import DOUBLE, foreign
from reference_engine.errors import OpError, Place, calling_place, explained
from reference_engine.rules import FORWARD
from reference_engine.shapes import Array

Keywords = Mapping[str, Any]
Parents = list["Node | None"]
NO_KEYWORDS: Keywords = {}
# Leaves are number 0, so the first op must be number 1 or it would tie with them.
next_number: Callable[[], int] = count(1).__next__
# Per thread: one thread's no_grad must not blind another's recording.
recording: ContextVar[bool] = ContextVar("recording", default=True)


class Node:
    """Hold one array, and how it was made if a gradient may have to go back."""

    __slots__ = (
        "args", "array", "gradient", "kwargs", "name",
        "number", "op", "parents", "place", "requires_grad",
    )  # fmt: skip
    array: Array
    requires_grad: bool
    name: str | None
    gradient: Any
    number: int
    # Only a recorded node has the rest; ``parents`` is None once released.
    op: str
    args: list[Any]
    kwargs: Keywords
    parents: Parents | None
    place: Place

    def __init__(self, array: Any, name: str | None = None) -> None:
        self.array = np.asarray(array)
        self.requires_grad = False
        self.name = name
        self.gradient = None
        self.number = 0

    @classmethod
    def leaf(cls, array: Any) -> Self:
        """Return a node that was given rather than computed."""
        node = cls.__new__(cls)
        Node.__init__(node, array)
        return node

    @classmethod
    def of(cls, op: str, inputs: Sequence[Any], kwargs: Keywords = NO_KEYWORDS) -> Self:
        """Run ``op`` forward and record it if an input requires a gradient."""
        args: list[Any] = []
        parents: Parents = []
        wanted = False
        for value in inputs:
            parent = None
            if isinstance(value, Node):
                args.append(value.array)
                if value.requires_grad:
                    parent = value
                    wanted = True
            else:
                args.append(value)
            parents.append(parent)
        node = cls.__new__(cls)
        try:
            node.array = FORWARD[op](*args, **kwargs)
        except Exception as error:
            place = calling_place(sys._getframe(2))  # noqa: SLF001
            raise explained(error, op, args, place) from error
        if node.array.dtype is DOUBLE and (dtype := foreign(op, args)):
            return cls.of(op, [cls.cast(value, dtype) for value in inputs], kwargs)
        node.gradient = node.name = None
        node.requires_grad = False
        node.number = 0
        if wanted and recording.get():
            node.record(op, args, kwargs, parents)
        return node

    def record(
        self, op: str, args: list[Any], kwargs: Keywords, parents: Parents
    ) -> None:
        """Keep how this was made, until a backward pass or release."""
        self.requires_grad = True
        self.number = next_number()
        self.op, self.args, self.kwargs = op, args, kwargs
        self.parents = parents
        self.place = calling_place(sys._getframe(3))  # noqa: SLF001

    @classmethod
    def cast(cls, value: Any, dtype: Any) -> Any:
        """Return a tensor or array in ``dtype``, recorded; constants adapt anyway."""
        if isinstance(value, Node):
            return cls.of("astype", (value, dtype))
        is_array = isinstance(value, np.ndarray | np.generic)
        return value.astype(dtype) if is_array else value

    def release(self) -> None:
        """Forget how this was made, and with it the arrays saved for the rules."""
        self.args, self.parents = [], None

    def receive(self, gradient: Array) -> None:
        """Add ``gradient`` to this leaf's, taking its memory if nobody shares it."""
        if not self.requires_grad:
            return
        if self.gradient is None:
            self.gradient = self.leaf(own(gradient, self.array))
        else:
            np.add(self.gradient.array, gradient, out=self.gradient.array)


def users_first(end: Node) -> Iterator[Node]:
    """Yield the recorded nodes ``end`` was made from, each before what it used.

    A node is let go once it is yielded, so that its memory can be used again. Raises
    ``OpError`` if an earlier backward pass released a part of the graph.
    """
    found = [end] if end.number else []
    seen = set(found)
    for node in found:
        parents = node.parents
        if parents is None:
            raise OpError(
                "backward a second time: the graph was released by the first pass; "
                "use retain_graph=True there, or compute the loss again"
            )
        for parent in parents:
            if parent is not None and parent.number and parent not in seen:
                seen.add(parent)
                found.append(parent)
    # Whatever uses a node was made after it: creation order needs no recursion.
    found.sort(key=attrgetter("number"))
    while found:
        yield found.pop()
