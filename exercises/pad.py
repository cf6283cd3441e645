"""Say which graph a rung asks to draw first, and compare a sketch with it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

from exercises.explain.expression import parsed, tensors

Edge = tuple[str, str]

# What each rung's "draw first" is about, with a name for every node.
EXPRESSIONS: dict[str, str] = {
    "log_back": "out = log(x)",
    "multiply_back": "out = x * y",
    "forward_and_back": "d = a * b\ne = log(c)\nf = d * e\ng = log(f)",
    "log_forward": "out = log(x)",
    "multiply_forward": "out = x * x",
    "topological_sort": "b = log(a)\nc = exp(a)\nd = b * c\ne = -d",
    "backprop": "p = x * x\ny = p + x",
    "exp_back": "out = exp(x)",
    "add_subtract_divide": "out = x / y",
    "maximum_back": "out = maximum(x, y)",
    "linear": "p = x @ w\ny = p + b",
    "sorted_computational_graph": "p = log(x)\ny = p * x",
}


@dataclass(frozen=True, slots=True)
class Sketch:
    """Names, and edges from what is used to what is made of it, as often as drawn."""

    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How a sketch differs from the task's graph; edges are listed once for each wire.

    ``reversed`` are drawn the wrong way round, and in none of the other lists.
    """

    of_nodes: int
    of_edges: int
    missing_nodes: tuple[str, ...]
    extra_nodes: tuple[str, ...]
    missing_edges: tuple[Edge, ...]
    extra_edges: tuple[Edge, ...]
    reversed: tuple[Edge, ...]

    @property
    def is_none(self) -> bool:
        """Tell whether the sketch is the graph."""
        return not (self.missing or self.extra or self.reversed)

    @property
    def missing(self) -> int:
        """Count what is not drawn."""
        return len(self.missing_nodes) + len(self.missing_edges)

    @property
    def extra(self) -> int:
        """Count what is drawn and not there."""
        return len(self.extra_nodes) + len(self.extra_edges)


@cache
def graph(slug: str) -> Sketch | None:
    """Return the graph a rung asks to draw, None where it asks for another drawing."""
    if slug not in EXPRESSIONS:
        return None
    text = EXPRESSIONS[slug]
    # The numbers decide nothing here: two dimensions let every operation fit.
    written = parsed(text, {name: np.full((2, 2), 2.0) for name in tensors(text)})
    edges = tuple(
        (written.names[node], written.names[each.id])
        for each in written.spec.operations
        for node in each.nodes
    )
    return Sketch(tuple(written.names.values()), edges)


def difference(sketch: Sketch, task: Sketch) -> Difference:
    """Compare by name: a wire drawn once where two are due is one missing."""
    drawn, due = Counter(sketch.edges), Counter(task.edges)
    missing, extra = due - drawn, drawn - due
    turned = missing & Counter({(b, a): n for (a, b), n in extra.items()})
    back = Counter({(b, a): n for (a, b), n in turned.items()})
    return Difference(
        of_nodes=len(task.nodes),
        of_edges=len(task.edges),
        missing_nodes=_without(task.nodes, sketch.nodes),
        extra_nodes=_without(sketch.nodes, task.nodes),
        missing_edges=tuple((missing - turned).elements()),
        extra_edges=tuple((extra - back).elements()),
        reversed=tuple(back.elements()),
    )


def _without(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    known = set(others)
    return tuple(each for each in some if each not in known)
