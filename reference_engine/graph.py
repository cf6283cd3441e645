"""Record what was computed from what, and list it users first."""

import sys
from collections.abc import Callable
from contextvars import ContextVar
from itertools import count
from operator import attrgetter
from typing import Any, Self

import numpy as np

from reference_engine.buffers import own
from reference_engine.errors import OpError, Place, explained, place_outside
from reference_engine.rules import FORWARD
from reference_engine.shapes import Array

# op, arrays and constants it was called with, keywords, (position, node) of each
# argument that requires a gradient, forward line. A plain tuple: it is the cheapest.
Recipe = tuple[str, list[Any], dict[str, Any], list[tuple[int, "Node"]], Place]

# Leaves are number 0, so the first op must be number 1 or it would tie with them.
next_number: Callable[[], int] = count(1).__next__
# Per thread: one thread's no_grad must not blind another's recording.
recording: ContextVar[bool] = ContextVar("recording", default=True)


class Node:
    """Hold one array, and how it was made if a gradient may have to go back."""

    __slots__ = ("_grad", "array", "name", "number", "recipe", "requires_grad")
    _grad: Self | None
    array: Array
    name: str | None
    number: int
    recipe: Recipe | None
    requires_grad: bool

    def __init__(
        self, array: Any, requires_grad: bool = False, name: str | None = None
    ) -> None:
        self.array = np.asarray(array)
        self.requires_grad = bool(requires_grad)
        self.name = name
        self.number = 0
        self._grad = self.recipe = None

    @classmethod
    def of(cls, op: str, *args: Any, **kwargs: Any) -> Self:
        """Run ``op`` forward and record it if an argument requires a gradient."""
        arrays, parents = [], []
        for position, arg in enumerate(args):
            if isinstance(arg, Node):
                arrays.append(arg.array)
                if arg.requires_grad:
                    parents.append((position, arg))
            else:
                arrays.append(arg)
        node = cls.__new__(cls)
        try:
            out = FORWARD[op](*arrays, **kwargs)
        except Exception as error:
            place = place_outside(sys._getframe(1))
            raise explained(error, op, arrays, place) from error
        # NumPy answers 0-d operands with scalars, which cannot be added to in place.
        node.array = out if type(out) is np.ndarray else np.asarray(out)
        node._grad = node.name = None
        if parents and recording.get():
            node.requires_grad = True
            node.number = next_number()
            place = place_outside(sys._getframe(1))
            node.recipe = (op, arrays, kwargs, parents, place)
        else:
            node.requires_grad = False
            node.number = 0
            node.recipe = None
        return node

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
        if node.recipe is None:
            raise OpError(
                "backward a second time: the graph was released by the first pass; "
                "use retain_graph=True there, or compute the loss again"
            )
        for _, parent in node.recipe[3]:
            if parent.number and parent not in seen:
                seen.add(parent)
                found.append(parent)
    found.sort(key=attrgetter("number"))
    return found
