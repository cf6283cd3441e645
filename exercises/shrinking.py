"""Make a failing graph small: try simpler ones, keep the first that fails alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count, cycle, islice
from typing import NamedTuple

import numpy as np

from exercises.graphs import Answer, Constant, GraphSpec, Operation, reached
from exercises.interpret import cancels, forward, interpret
from exercises.nouns import Array
from exercises.safety import is_safe
from exercises.simplifying import CHANGES, HARDER, NICE, filled

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
    return replace(spec, gout=filled(values[spec.out].shape, cycle(NICE)))
