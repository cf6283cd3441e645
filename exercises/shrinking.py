"""Make a failing graph small: try simpler ones, keep the first that fails alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count, cycle, islice
from typing import Any, NamedTuple

import numpy as np

from exercises.graphs import Answer, Constant, GraphSpec, Leaf, Operation, reached
from exercises.interpret import cancels, forward, interpret
from exercises.nouns import Array
from exercises.safety import is_safe

# Far from each other and from 1 and 0, and easy to follow by hand.
NICE = (2.0, 3.0, 0.5, 4.0, 1.5, 5.0, 0.25, 6.0)
SMALL = (2.0, 0.5, 1.5, 0.25)
# Operations whose place a product may take: its gradients are easier to follow.
HARDER = frozenset({"subtract", "true_divide", "maximum"})
BATCH = 6
ROUNDS = 40

Size = tuple[int, ...]


class Tried(NamedTuple):
    """A valid graph with the reference engine's answer to it."""

    spec: GraphSpec
    answer: Answer


Fails = Callable[[Sequence[Tried]], Sequence[bool]]


def shrink(spec: GraphSpec, fails: Fails) -> Tried:
    """Return a small graph on which ``fails`` still holds; at worst ``spec`` itself.

    ``fails`` is asked about a few graphs at a time, the smallest first: each call may be
    a round trip to a guest. It must hold only where the failure is of the same kind.
    """
    held = Tried(spec, interpret(spec))
    for _ in range(ROUNDS):
        found = _first(_batches(simpler(held.spec)), fails)
        if found is None:
            break
        held = found
    return held


def _first(batches: Iterator[list[Tried]], fails: Fails) -> Tried | None:
    for batch in batches:
        for tried, still in zip(batch, fails(batch), strict=False):
            if still:
                return tried
    return None


def _batches(tried: Iterator[Tried]) -> Iterator[list[Tried]]:
    while batch := list(islice(tried, BATCH)):
        yield batch


def simpler(spec: GraphSpec) -> Iterator[Tried]:
    """Yield the valid graphs one change away that are smaller, the smallest first."""
    now = size(spec)
    found = [_tidied(each) for change in CHANGES for each in change(spec)]
    for each in sorted((each for each in found if size(each) < now), key=size):
        tried = valid(each)
        if tried is not None:
            yield tried


def size(spec: GraphSpec) -> Size:
    """Return what there is to follow, most tiring first; equal only for equal work."""
    arrays = [leaf.array for leaf in spec.leaves]
    arrays += [] if spec.gout is None else [spec.gout]
    return (
        len(spec.operations),
        spec.twice,
        len(spec.leaves),
        sum(array.size for array in arrays),
        spec.gout is not None,
        sum(array.ndim for array in arrays),
        sum(int((~np.isin(array, NICE)).sum()) for array in arrays),
        sum(not leaf.requires_grad for leaf in spec.leaves),
        sum(each.op in HARDER for each in spec.operations),
    )


def valid(spec: GraphSpec) -> Tried | None:
    """Return the graph with its answer, or None where its numbers would mislead."""
    values = _values(spec)
    if values is None:
        return None
    inside = reached(spec)
    sought = any(leaf.requires_grad and leaf.id in inside for leaf in spec.leaves)
    safe = all(
        is_safe(each.op, _operands(each, values), np.asarray(values[each.id]))
        for each in spec.operations
    )
    if not sought or not safe or cancels(spec):
        return None
    return Tried(spec, interpret(spec))


def _values(spec: GraphSpec) -> dict[int, Array] | None:
    """Return every node's array, or None where the operations do not fit."""
    try:
        with np.errstate(all="raise"):
            return {node: each.array for node, each in forward(spec).items()}
    except (ArithmeticError, ValueError, IndexError, TypeError):
        return None


def _operands(each: Operation, values: dict[int, Array]) -> list[Array]:
    return [
        np.asarray(given.value if isinstance(given, Constant) else values[given])
        for given in each.inputs
    ]


# --- The changes: each yields graphs that need not be valid. ---


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
        replace(leaf, array=_filled(leaf.array.shape, numbers)) for leaf in spec.leaves
    )
    gout = None if spec.gout is None else _filled(spec.gout.shape, numbers)
    yield replace(spec, leaves=leaves, gout=gout)
    yield replace(spec, leaves=leaves)
    for at, leaf in enumerate(spec.leaves):
        for pool in (NICE, SMALL):
            for start in range(3):
                other = islice(cycle(pool), start, None)
                yield _with_leaf(spec, at, _filled(leaf.array.shape, other))


def _upstream(spec: GraphSpec) -> Iterator[GraphSpec]:
    if spec.gout is not None:
        yield replace(spec, gout=None)
        yield replace(spec, gout=_filled(spec.gout.shape, cycle(NICE)))


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


def _filled(shape: tuple[int, ...], numbers: Iterator[float]) -> Array:
    wanted = int(np.prod(shape, dtype=np.int64))
    return np.array(list(islice(numbers, wanted)), dtype=np.float64).reshape(shape)


def _tidied(spec: GraphSpec) -> GraphSpec:
    """Drop what the end was not made from, number the rest, fit the upstream."""
    inside = reached(spec)
    leaves = [leaf for leaf in spec.leaves if leaf.id in inside]
    operations = [each for each in spec.operations if each.id in inside]
    number = count()
    new = {leaf.id: next(number) for leaf in leaves}
    new |= {each.id: next(number) for each in operations}
    tidy = replace(
        spec,
        leaves=tuple(replace(leaf, id=new[leaf.id]) for leaf in leaves),
        operations=tuple(
            replace(
                each,
                id=new[each.id],
                inputs=tuple(new[i] if isinstance(i, int) else i for i in each.inputs),
            )
            for each in operations
        ),
        out=new[spec.out],
    )
    return _with_upstream(tidy)


def _with_upstream(spec: GraphSpec) -> GraphSpec:
    if spec.gout is None:
        return spec
    values = _values(spec)
    if values is None or values[spec.out].shape == spec.gout.shape:
        return spec
    return replace(spec, gout=_filled(values[spec.out].shape, cycle(NICE)))
