"""Write a graph as an expression of its leaves, and fill in numbers afterwards."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from exercises.graphs import Constant, GraphSpec, Leaf, Operation
from exercises.interpret import forward
from exercises.nouns import Array
from exercises.safety import is_safe
from exercises.sketch import numbers

# Easy to calculate with, and never 1 or 2, where a square or an inverse looks right.
EASY: tuple[float, ...] = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.75, 0.8)
EASY += (1.2, 1.25, 1.4, 1.5, 1.6, 1.75, 1.8, 2.25, 2.4, 2.5, 3.0, 3.5, 4.0)
Shape = tuple[int, ...]


class Pen:
    """A node that notes what is done with it."""

    def __init__(self, node: int, page: "list[Operation]", leaves: int) -> None:
        self.node = node
        self.page = page
        self.leaves = leaves

    def do(self, op: str, *others: "Pen | float", **named: Any) -> "Pen":
        """Note an operation; numbers become constants."""
        node = self.leaves + len(self.page)
        inputs = (self.node, *(_operand(each) for each in others))
        self.page.append(Operation(node, op, inputs, named))
        return Pen(node, self.page, self.leaves)

    def under(self, number: float, op: str) -> "Pen":
        """Note an operation whose first operand is a number."""
        node = self.leaves + len(self.page)
        self.page.append(Operation(node, op, (Constant(number), self.node)))
        return Pen(node, self.page, self.leaves)

    def __add__(self, other: "Pen | float") -> "Pen":
        return self.do("add", other)

    def __sub__(self, other: "Pen | float") -> "Pen":
        return self.do("subtract", other)

    def __mul__(self, other: "Pen | float") -> "Pen":
        return self.do("multiply", other)

    def __truediv__(self, other: "Pen | float") -> "Pen":
        return self.do("true_divide", other)

    def __matmul__(self, other: "Pen | float") -> "Pen":
        return self.do("matmul", other)

    def log(self) -> "Pen":
        """Note a logarithm."""
        return self.do("log")

    def exp(self) -> "Pen":
        """Note an exponential."""
        return self.do("exp")


def _operand(each: "Pen | float") -> int | Constant:
    return each.node if isinstance(each, Pen) else Constant(float(each))


Formula = Callable[..., Pen]


def written(
    formula: Formula,
    shapes: Sequence[Shape],
    rng: np.random.Generator,
    *,
    twice: bool = False,
    frozen: Sequence[int] = (),
) -> GraphSpec:
    """Return the formula's graph, in the first easy numbers at which no op is unsafe.

    ``frozen`` names the leaves that ask for no gradient.
    """
    page: list[Operation] = []
    out = formula(*(Pen(n, page, len(shapes)) for n in range(len(shapes)))).node
    while True:
        leaves = tuple(
            Leaf(n, numbers(rng, shape, EASY), n not in frozen)
            for n, shape in enumerate(shapes)
        )
        spec = GraphSpec(leaves, tuple(page), out, None, twice)
        values = _values(spec)
        if values is not None:
            gout = numbers(rng, values[out].shape, EASY)
            return GraphSpec(leaves, tuple(page), out, gout, twice)


def _values(spec: GraphSpec) -> dict[int, Array] | None:
    with np.errstate(all="ignore"):
        values = {node: made.array for node, made in forward(spec).items()}
    for each in spec.operations:
        operands = [
            np.asarray(x.value) if isinstance(x, Constant) else values[x]
            for x in each.inputs
        ]
        if not is_safe(each.op, operands, values[each.id]):
            return None
    return values
