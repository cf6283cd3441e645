"""Describe a computation as plain data that any engine can interpret."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exercises.nouns import Array

OPS: tuple[str, ...] = (
    "add",
    "subtract",
    "multiply",
    "true_divide",
    "maximum",
    "negative",
    "log",
    "exp",
    "relu",
    "sum",
    "reshape",
    "permute",
    "expand",
    "matmul",
    "getitem",
    "cross_entropy",
)
TWO_OPERANDS = frozenset(
    {"add", "subtract", "multiply", "true_divide", "maximum", "matmul"}
)
# The one argument beside the operands, which the course passes by position.
# `sum` has two and takes them by keyword.
BY_POSITION: Mapping[str, str] = {
    "reshape": "new_shape",
    "permute": "axes",
    "expand": "new_shape",
    "getitem": "index",
    "cross_entropy": "true_labels",
}


@dataclass(frozen=True, slots=True)
class Constant:
    """A Python number used as an operand."""

    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """An input tensor."""

    id: int
    array: Array
    requires_grad: bool = True


@dataclass(frozen=True, slots=True)
class Operation:
    """One op on earlier nodes, given by their ids, or on constants."""

    id: int
    op: str
    inputs: tuple[int | Constant, ...]
    keywords: Mapping[str, Any] = field(default_factory=dict)

    @property
    def nodes(self) -> tuple[int, ...]:
        """Return the operands that are nodes, as often as they are used."""
        return tuple(each for each in self.inputs if isinstance(each, int))

    @property
    def position(self) -> tuple[Any, ...]:
        """Return what follows the operands in a call by position."""
        if self.op not in BY_POSITION:
            return ()
        value = self.keywords[BY_POSITION[self.op]]
        if self.op == "cross_entropy":
            return (np.array(value, dtype=np.int64),)
        if self.op == "getitem" and isinstance(value, tuple):
            # Inside an index a tuple of numbers is a list of places: an array.
            return (tuple(np.array(v) if isinstance(v, tuple) else v for v in value),)
        return (value,)

    @property
    def named(self) -> dict[str, Any]:
        """Return what a call passes by keyword."""
        return {} if self.op in BY_POSITION else dict(self.keywords)


@dataclass(frozen=True, slots=True, eq=False)
class GraphSpec:
    """Leaves, operations in order of execution, and one backward call from ``out``.

    ``gout`` is the upstream gradient, None for a call without one. ``twice`` calls
    backward a second time on the same graph. ``seed`` only tells where it came from.
    """

    leaves: tuple[Leaf, ...]
    operations: tuple[Operation, ...]
    out: int
    gout: Array | None = None
    twice: bool = False
    seed: int = 0

    @property
    def cost(self) -> int:
        """Return how much there is to follow by hand: operations, then numbers."""
        numbers = sum(leaf.array.size for leaf in self.leaves)
        return 10 * len(self.operations) + numbers + 5 * self.twice


@dataclass(frozen=True, slots=True, eq=False)
class TrainSpec:
    """Fit ``x @ weight + bias`` to ``y`` by the sum of squares."""

    x: Array
    y: Array
    weight: Array
    bias: Array
    rate: float = 0.05
    steps: int = 3
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What one engine makes of a spec: ``gradients`` in the order of its leaves.

    None stands for a leaf that got no gradient.
    """

    out: Array
    gradients: tuple[Array | None, ...]

    def arrays(self) -> Iterator[Array]:
        """Yield every array of the answer."""
        yield self.out
        yield from (each for each in self.gradients if each is not None)


def reached(spec: GraphSpec) -> frozenset[int]:
    """Return the ids that ``out`` was made from, itself included."""
    found = {spec.out}
    for operation in reversed(spec.operations):
        if operation.id in found:
            found.update(operation.nodes)
    return frozenset(found)


def names(spec: GraphSpec) -> dict[int, str]:
    """Name the nodes a, b, c ... in the order in which they are made."""
    ids = [leaf.id for leaf in spec.leaves]
    ids += [operation.id for operation in spec.operations]
    alphabet = "abcdefghijkmnopqrstuvwxyz"
    return {
        node: alphabet[n % 25] + (str(n // 25) if n >= 25 else "")
        for n, node in enumerate(ids)
    }


def as_json(spec: GraphSpec) -> dict[str, Any]:
    """Return the spec as JSON values."""
    return {
        "v": 1,
        "kind": "graph",
        "seed": spec.seed,
        "leaves": [
            {"id": leaf.id, "a": leaf.array.tolist(), "rg": leaf.requires_grad}
            for leaf in spec.leaves
        ],
        "ops": [
            {
                "id": each.id,
                "op": each.op,
                "in": [
                    {"c": operand.value} if isinstance(operand, Constant) else operand
                    for operand in each.inputs
                ],
                "kw": dict(each.keywords),
            }
            for each in spec.operations
        ],
        "out": spec.out,
        "gout": None if spec.gout is None else spec.gout.tolist(),
        "twice": spec.twice,
    }


def from_json(plain: Mapping[str, Any]) -> GraphSpec:
    """Return the spec of :func:`as_json`; raises ValueError for another format."""
    if plain.get("v") != 1 or plain.get("kind") != "graph":
        raise ValueError("this is not a graph of version 1")
    return GraphSpec(
        leaves=tuple(
            Leaf(each["id"], np.array(each["a"], dtype=np.float64), each["rg"])
            for each in plain["leaves"]
        ),
        operations=tuple(_operation(each) for each in plain["ops"]),
        out=plain["out"],
        gout=None if plain["gout"] is None else np.array(plain["gout"], np.float64),
        twice=plain["twice"],
        seed=plain["seed"],
    )


def _operation(plain: Mapping[str, Any]) -> Operation:
    if plain["op"] not in OPS:
        raise ValueError(f"{plain['op']!r} is not an op of the course")
    inputs = tuple(
        Constant(each["c"]) if isinstance(each, dict) else each for each in plain["in"]
    )
    keywords = {name: _tuples(value) for name, value in plain["kw"].items()}
    return Operation(plain["id"], plain["op"], inputs, keywords)


def _tuples(value: Any) -> Any:
    """Turn JSON's lists back into the tuples that shapes, axes and indices are."""
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value
