"""Record what was computed from what, and list it users first."""

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count
from operator import attrgetter
from typing import Any, Self

import numpy as np

from reference_engine.dtypes import DOUBLE, adapted
from reference_engine.errors import OpError, Place, calling_place, explained
from reference_engine.rules import FORWARD
from reference_engine.shapes import Array

NO_KEYWORDS: Mapping[str, Any] = {}
# Leaves are number 0, so the first op must be number 1 or it would tie with them.
next_number: Callable[[], int] = count(1).__next__
by_number = attrgetter("number")
# Per thread: one thread's no_grad must not blind another's recording.
recording: ContextVar[bool] = ContextVar("recording", default=True)


@dataclass(init=False, eq=False, repr=False, slots=True)
class Node:
    """Hold one array, and how it was made if a gradient may have to go back.

    A leaf is number 0 and has none of the fields from ``op`` on. ``parents`` are the
    arguments that require a gradient, each with its position; None once released.
    """

    array: Array
    requires_grad: bool
    name: str | None
    gradient: Any
    number: int
    op: str
    args: Sequence[Any]
    kwargs: Mapping[str, Any]
    parents: Sequence[tuple[int, "Node"]] | None
    place: Place

    def __init__(self, array: Any, name: str | None = None) -> None:
        self.array = np.asarray(array)
        self.requires_grad = False
        self.name, self.gradient, self.number = name, None, 0

    @classmethod
    def leaf(cls, array: Any) -> Self:
        """Return a node that was given rather than computed."""
        node = cls.__new__(cls)
        node.array, node.requires_grad = array, False
        node.name, node.gradient, node.number = None, None, 0
        return node

    @classmethod
    def of(
        cls, op: str, inputs: Sequence[Any], kwargs: Mapping[str, Any] = NO_KEYWORDS
    ) -> Self:
        """Run ``op`` forward, and record it if an input requires a gradient."""
        args: list[Any] = []
        parents: list[tuple[int, Node]] = []
        for position, given in enumerate(inputs):
            if isinstance(given, Node) and given.requires_grad:
                parents.append((position, given))
            args.append(given.array if isinstance(given, Node) else given)
        try:
            array = FORWARD[op](*args, **kwargs)
            if array.dtype is DOUBLE and (fitting := adapted(op, args)):
                args, array = fitting, FORWARD[op](*fitting, **kwargs)
        except Exception as error:
            raise explained(error, op, args, calling_place()) from error
        node = cls.__new__(cls)
        node.array = array
        node.requires_grad = False
        node.name, node.gradient, node.number = None, None, 0
        if parents and recording.get():
            node.requires_grad, node.number = True, next_number()
            node.op, node.args, node.kwargs, node.parents = op, args, kwargs, parents
            node.place = calling_place()
        return node


def users_first(end: Node) -> list[Node]:
    """Return what ``end`` was made from, in an order to ``pop``: users come first.

    Leaves are left out. Raises ``OpError`` if an earlier pass released a part.
    """
    found = [end] if end.number else []
    seen = set(found)
    for node in found:
        if node.parents is None:
            raise OpError("backward a second time: the first needs retain_graph=True")
        for _, parent in node.parents:
            if parent.number and parent not in seen:
                seen.add(parent)
                found.append(parent)
    # Whatever uses a node was made after it: creation order needs no recursion.
    return sorted(found, key=by_number)
