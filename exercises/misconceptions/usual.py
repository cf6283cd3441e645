"""Ask as a course's own tests do: one op, a constant upstream, few shapes, one pass.

This is a re-expression of that kind of test, written for comparison; it copies no test
of any course. What it lets pass is what hidden tests are for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from exercises.graphs import Constant, GraphSpec, Leaf, Operation, TrainSpec
from exercises.misconceptions.host import run
from exercises.nouns import Array

RELATIVE = 1e-4
Call = tuple[str, tuple[int | Constant, ...], dict[str, Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """One such test; ``absolute`` is the tolerance it allows itself."""

    name: str
    spec: GraphSpec | TrainSpec
    absolute: float = 1e-4

    def passes(self, mutant: str) -> bool:
        """Tell whether an engine with this mistake passes."""
        seen, right = run(self.spec, (mutant,)), run(self.spec)
        return not seen.raised and all(
            (one is None and other is None)
            or (one is not None and other is not None and self._close(one, other))
            for one, other in zip(seen.arrays, right.arrays, strict=True)
        )

    def _close(self, got: ArrayLike, want: ArrayLike) -> bool:
        return np.shape(got) == np.shape(want) and bool(
            np.allclose(got, want, rtol=RELATIVE, atol=self.absolute)
        )


def _count(*shape: int) -> Array:
    return np.arange(1.0, 1 + np.prod(shape, dtype=int)).reshape(shape)


def _graph(
    operations: Sequence[Call],
    *arrays: Array,
    upstream: float | None = 2.0,
) -> GraphSpec:
    """Return a graph whose end gets ``upstream`` everywhere, or no end gradient."""
    leaves = tuple(Leaf(n, array) for n, array in enumerate(arrays))
    made = tuple(
        Operation(len(leaves) + n, op, inputs, named)
        for n, (op, inputs, named) in enumerate(operations)
    )
    out = made[-1].id
    shape = run(GraphSpec(leaves, made, out)).arrays[0]
    if upstream is None or shape is None:
        return GraphSpec(leaves, made, out)
    return GraphSpec(leaves, made, out, np.full(shape.shape, upstream))


def _one(op: str, *arrays: Array, upstream: float = 2.0, **named: Any) -> GraphSpec:
    inputs = tuple(range(len(arrays)))
    return _graph([(op, inputs, named)], *arrays, upstream=upstream)


def checks() -> Iterator[Check]:
    """Yield the tests."""
    yield from _rules()
    yield from _shapes()
    yield from _walks()
    data = (_count(3, 2) / 4, _count(3, 2) / 3, _count(2, 2) / 4, _count(2))
    yield Check("one step of SGD", TrainSpec(*data, steps=1))


def _rules() -> Iterator[Check]:
    small = _count(3) / 2
    yield Check("log", _one("log", _count(3)))
    # Two in a row: the sign cancels.
    twice: list[Call] = [("negative", (0,), {}), ("negative", (1,), {})]
    yield Check("negative, twice", _graph(twice, _count(3)))
    # A tolerance given in the wrong place lets large errors through.
    yield Check("exp", _one("exp", _count(3) / 3, upstream=1.0), absolute=2.7)
    yield Check("exp of more", _one("exp", _count(3), upstream=1.0), absolute=41.0)
    yield Check("multiply", _one("multiply", small, 4 - small))
    yield Check("subtract", _one("subtract", small, 4 - small))
    yield Check("true_divide", _one("true_divide", small, 4 - small))
    yield Check("maximum", _one("maximum", small, np.array([4.0, 0.1, 3.0])))
    yield Check("relu", _one("relu", np.array([-1.0, 0.5, 2.0, -3.0])))
    # Of a loss only the value is looked at.
    logits = Leaf(0, _count(2, 3) / 2, requires_grad=False)
    loss = Operation(1, "cross_entropy", (0,), {"true_labels": (0, 2)})
    yield Check("cross_entropy", GraphSpec((logits,), (loss,), 1))


def _shapes() -> Iterator[Check]:
    for one, other in (((2, 3), (3,)), ((2, 3), (2, 1)), ((2, 1, 3), (1, 1, 3))):
        yield Check(
            f"multiply {one} {other}", _one("multiply", _count(*one), _count(*other))
        )
    yield Check("multiply rank", _one("multiply", _count(2, 3, 4), _count(4)))
    yield Check("multiply both", _one("multiply", _count(2, 3), _count(1, 1)))
    yield Check("sum", _one("sum", _count(2, 3), dim=0, keepdim=False))
    yield Check("sum of all", _one("sum", _count(2, 3)))
    yield Check("sum of rows", _one("sum", _count(2, 3), dim=1, keepdim=False))
    yield Check("reshape", _one("reshape", _count(2, 3), new_shape=(3, 2)))
    yield Check("permute", _one("permute", _count(2, 3, 4), axes=(1, 2, 0)))
    yield Check("expand", _one("expand", _count(3, 1), new_shape=(2, 3, 2)))
    yield Check("matmul", _one("matmul", _count(2, 3), _count(3, 4)))
    repeated = ((0, 1, 0), (1, 2, 1))
    yield Check("getitem", _one("getitem", _count(2, 3), index=repeated))


def _walks() -> Iterator[Check]:
    a, b = 1 + _count(2, 3), 1 + _count(3)
    product: Call = ("multiply", (0, 1), {})
    chain: list[Call] = [product, ("log", (2,), {}), ("multiply", (3, 1), {})]
    yield Check("a tensor on two branches", _graph(chain, a, b))
    chain = [product, ("log", (2,), {}), ("multiply", (2, 3), {}), ("log", (4,), {})]
    yield Check("a result on two branches", _graph(chain, a, b))
    chain = [product, ("log", (2,), {})]
    yield Check("no end gradient", _graph(chain, a, b, upstream=None))
    chain = [("multiply", (Constant(3.0), 0), {}), ("log", (1,), {})]
    yield Check("a number in front", _graph(chain, a))
    both = _one("multiply", a, b)
    frozen = (both.leaves[0], Leaf(1, b, requires_grad=False))
    spec = GraphSpec(frozen, both.operations, both.out, both.gout)
    yield Check("one operand without a gradient", spec)


def let_live(mutants: Sequence[str]) -> tuple[str, ...]:
    """Return the mistakes that pass all of these tests."""
    asked = list(checks())
    return tuple(name for name in mutants if all(check.passes(name) for check in asked))
