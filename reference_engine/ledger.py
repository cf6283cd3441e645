"""Keep, on request, where each gradient came from."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from reference_engine.graph import Node
from reference_engine.shapes import Array, stretched_axes


def label(node: Node) -> str:
    """Return a node's name, or its op and creation number."""
    op = node.op if node.number else "leaf"
    return node.name or f"{op}#{node.number}"


@dataclass(frozen=True, slots=True, eq=False)
class Contribution:
    """Hold what one edge sent to ``to``: the op's output is ``via``.

    ``raw`` is what the rule returned, ``value`` is that summed over ``summed_axes``
    to the shape of ``to``.
    """

    to: Node
    via: Node
    op: str
    argument: int
    summed_axes: tuple[int, ...]
    raw: Array
    value: Array

    def __str__(self) -> str:
        """Write the line as ``b += multiply[1] via e   summed axes (0,)   (3,)``."""
        axes = f"   summed axes {self.summed_axes}" if self.summed_axes else ""
        edge = f"{label(self.to)} += {self.op}[{self.argument}] via {label(self.via)}"
        return f"{edge}{axes}   {self.value.shape}"


class Ledger:
    """Collect the contributions of one backward pass, per target."""

    def __init__(self) -> None:
        # Per target: scanning one list of a large graph for each node takes seconds.
        self.lines: defaultdict[Node, list[Contribution]] = defaultdict(list)
        self.seed: tuple[Node, Array] | None = None

    def begin(self, end: Node, seed: Array) -> None:
        """Write down the gradient that the pass starts from."""
        self.seed = (end, seed)

    def add(self, to: Node, via: Node, argument: int, raw: Array, value: Array) -> None:
        """Write down what argument number ``argument`` of ``via``'s op received."""
        axes = stretched_axes(raw.shape, value.shape)
        line = Contribution(to, via, via.op, argument, axes, raw, value)
        self.lines[to].append(line)

    def of(self, target: Node | str) -> list[Contribution]:
        """Return the lines of a node, given itself or its name, in order of arrival."""
        if isinstance(target, Node):
            return list(self.lines.get(target, ()))
        found = [some for to, some in self.lines.items() if is_meant(to, target)]
        return [line for some in found for line in some]

    def gradient(self, target: Node | str) -> Array:
        """Return the sum of the lines; the end node also counts its seed.

        Raises ``KeyError`` for a node that received nothing.
        """
        values = [line.value for line in self.of(target)]
        if self.seed and is_meant(self.seed[0], target):
            values.append(self.seed[1])
        if not values:
            raise KeyError(target)
        total: Array = np.sum(values, axis=0)
        return total


def is_meant(node: Node, target: Node | str) -> bool:
    """Say whether ``target`` is this node or its name; == would compare elements."""
    return node.name == target if isinstance(target, str) else node is target
