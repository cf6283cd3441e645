"""List the ways to make a graph simpler by one change; none of them need be valid."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

import numpy as np

from exercises.graphs import GraphSpec, Leaf, Operation
from exercises.interpret import forward
from exercises.nouns import Array

# Far from each other and from 1 and 0, and easy to follow by hand.
NICE = (2.0, 3.0, 0.5, 4.0, 1.5, 5.0, 0.25, 6.0)
SMALL = (2.0, 0.5, 1.5, 0.25)
# Operations whose place a product may take: its gradients are easier to follow.
HARDER = frozenset({"subtract", "true_divide", "maximum"})


def _earlier_ends(spec: GraphSpec) -> Iterator[GraphSpec]:
    ids = [leaf.id for leaf in spec.leaves] + [each.id for each in spec.operations]
    yield from (replace(spec, out=node) for node in ids if node != spec.out)


def _cuts(spec: GraphSpec) -> Iterator[GraphSpec]:
    """Turn a result into a leaf that holds its value."""
    values = forward(spec)
    for each in spec.operations:
        if each.id != spec.out:
            node = values[each.id]
            leaf = Leaf(each.id, np.array(node.array), node.requires_grad)
            rest = tuple(other for other in spec.operations if other is not each)
            yield replace(spec, leaves=(*spec.leaves, leaf), operations=rest)


def _bypasses(spec: GraphSpec) -> Iterator[GraphSpec]:
    """Let the users of a result use one of its operands."""
    for each in spec.operations:
        for node in dict.fromkeys(each.nodes):
            yield _redirected(spec, each.id, node)


def _redirected(spec: GraphSpec, old: int, new: int) -> GraphSpec:
    rest = tuple(
        replace(other, inputs=tuple(new if i == old else i for i in other.inputs))
        for other in spec.operations
        if other.id != old
    )
    return replace(spec, operations=rest, out=new if spec.out == old else spec.out)


def _products(spec: GraphSpec) -> Iterator[GraphSpec]:
    for at, each in enumerate(spec.operations):
        if each.op in HARDER:
            operations = list(spec.operations)
            operations[at] = replace(each, op="multiply")
            yield replace(spec, operations=tuple(operations))


def _shorter(spec: GraphSpec) -> Iterator[GraphSpec]:
    """Shorten every axis of one length at once, so that shapes still fit."""
    for old, new in ((3, 1), (2, 1), (3, 2)):
        leaves = tuple(
            replace(leaf, array=_cropped(leaf.array, old, new)) for leaf in spec.leaves
        )
        operations = tuple(
            replace(each, keywords=_fitted(each, old, new)) for each in spec.operations
        )
        yield replace(spec, leaves=leaves, operations=operations)


def _cropped(array: Array, old: int, new: int) -> Array:
    return array[tuple(slice(new if n == old else n) for n in array.shape)]


def _fitted(each: Operation, old: int, new: int) -> dict[str, Any]:
    def fit(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(fit(v) for v in value)
        return min(value, new - 1)

    kept = dict(each.keywords)
    if "new_shape" in kept:
        kept["new_shape"] = tuple(new if n == old else n for n in kept["new_shape"])
    if "index" in kept:
        kept["index"] = fit(kept["index"])
    if "true_labels" in kept:
        labels = kept["true_labels"]
        kept["true_labels"] = fit(labels[:new] if len(labels) == old else labels)
    return kept


def _squeezed(spec: GraphSpec) -> Iterator[GraphSpec]:
    """Drop an axis of length 1 from one leaf, or the front one from all."""
    for at, leaf in enumerate(spec.leaves):
        for axis in np.flatnonzero(np.array(leaf.array.shape) == 1):
            yield _with_leaf(spec, at, np.squeeze(leaf.array, int(axis)))
    leaves = tuple(
        replace(
            leaf, array=leaf.array[0] if leaf.array.shape[:1] == (1,) else leaf.array
        )
        for leaf in spec.leaves
    )
    yield replace(spec, leaves=leaves)


def _scalars(spec: GraphSpec) -> Iterator[GraphSpec]:
    """Keep one number of a leaf, or the first row of it."""
    for at, leaf in enumerate(spec.leaves):
        if leaf.array.ndim:
            yield _with_leaf(spec, at, np.array(leaf.array.flat[0]))
            yield _with_leaf(spec, at, np.array(leaf.array[0]))


def _with_leaf(spec: GraphSpec, at: int, array: Array) -> GraphSpec:
    leaves = list(spec.leaves)
    leaves[at] = replace(leaves[at], array=array)
    return replace(spec, leaves=tuple(leaves))


def _nice(spec: GraphSpec) -> Iterator[GraphSpec]:
    """Give all leaves, or one of them, numbers that can be followed by hand."""
    numbers = cycle(NICE)
    leaves = tuple(
        replace(leaf, array=filled(leaf.array.shape, numbers)) for leaf in spec.leaves
    )
    gout = None if spec.gout is None else filled(spec.gout.shape, numbers)
    yield replace(spec, leaves=leaves, gout=gout)
    yield replace(spec, leaves=leaves)
    for at, leaf in enumerate(spec.leaves):
        for pool in (NICE, SMALL):
            for start in range(3):
                other = islice(cycle(pool), start, None)
                yield _with_leaf(spec, at, filled(leaf.array.shape, other))


def _upstream(spec: GraphSpec) -> Iterator[GraphSpec]:
    if spec.gout is not None:
        yield replace(spec, gout=None)
        yield replace(spec, gout=filled(spec.gout.shape, cycle(NICE)))


def _once(spec: GraphSpec) -> Iterator[GraphSpec]:
    yield replace(spec, twice=False)


def _all_tracked(spec: GraphSpec) -> Iterator[GraphSpec]:
    leaves = tuple(replace(leaf, requires_grad=True) for leaf in spec.leaves)
    yield replace(spec, leaves=leaves)


CHANGES: tuple[Callable[[GraphSpec], Iterator[GraphSpec]], ...] = (
    _earlier_ends,
    _cuts,
    _bypasses,
    _products,
    _shorter,
    _squeezed,
    _scalars,
    _nice,
    _upstream,
    _once,
    _all_tracked,
)


def filled(shape: tuple[int, ...], numbers: Iterator[float]) -> Array:
    """Return an array of this shape with the next numbers of a stream."""
    wanted = int(np.prod(shape, dtype=np.int64))
    return np.array(list(islice(numbers, wanted)), dtype=np.float64).reshape(shape)
