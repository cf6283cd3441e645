"""Choose graphs to ask about: one tensor used more than once, numbers for a hand."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from exercises.explain.parts import Reference
from exercises.graphs import GraphSpec, Leaf
from exercises.nouns import Array
from exercises.shrinking import valid
from exercises.simplifying import NICE
from exercises.sketch import Taste, sketch

REUSED = Taste(
    reuse=0.7, broadcast=0.4, frozen=0.0, same_operand=0.3, unused=0.0,
    without_gout=1.0, twice=0.0, constant=0.1, palette=NICE,
)  # fmt: skip
# Their gradients can be worked out on paper.
BY_HAND = ("add", "subtract", "multiply", "multiply", "true_divide", "maximum", "sum")
IDLE = frozenset({"subtract", "true_divide", "maximum"})  # of a tensor with itself
MOST_OPERATIONS, MOST_ANSWERED = 5, 3
LEAST, LARGEST = 0.01, 200.0


def graphs(seed: int, own: Iterable[GraphSpec]) -> Iterator[GraphSpec]:
    """Yield graphs worth asking about without an end: the pair's own first.

    Numbers depend on ``seed``, so that two people get different ones.
    """
    rng = np.random.default_rng(seed)
    for spec in own:
        if len(spec.operations) <= MOST_OPERATIONS:
            found = renumbered(spec, rng)
            if found:
                yield found
    while True:
        spec = sketch(rng, REUSED, ops=BY_HAND, length=int(rng.integers(2, 4)))
        found = renumbered(spec, rng)
        if found:
            yield found


def renumbered(spec: GraphSpec, rng: np.random.Generator) -> GraphSpec | None:
    """Return the graph with other numbers, None where none keep it safe and small."""
    if any(each.op in IDLE and len(set(each.inputs)) == 1 for each in spec.operations):
        return None
    for _ in range(12):
        leaves = tuple(_other(leaf, rng) for leaf in spec.leaves)
        tried = valid(replace(spec, leaves=leaves, gout=None, twice=False))
        if tried is not None and _calm(tried.spec):
            return tried.spec
    return None


def _calm(spec: GraphSpec) -> bool:
    """Tell whether every contribution counts and none is larger than a hand writes."""
    leaf = asked_leaf(spec)
    if leaf is None:
        return False
    reference = Reference(spec)
    sizes = [np.abs(array) for array in reference.gradients.values()]
    parts = [np.abs(line.value) for _, line in reference.lines[leaf]]
    small = all(size.max(initial=0.0) <= LARGEST for size in sizes)
    return small and len(parts) > 1 and all((part > LEAST).any() for part in parts)


def _other(leaf: Leaf, rng: np.random.Generator) -> Leaf:
    few = leaf.array.size <= len(NICE)
    drawn = rng.choice(NICE, leaf.array.size, replace=not few)
    numbers: Array = drawn.reshape(leaf.array.shape)
    return replace(leaf, array=numbers)


def asked_leaf(spec: GraphSpec) -> int | None:
    """Return the first small leaf at which two or more contributions arrive."""
    for leaf in spec.leaves:
        uses = sum(each.nodes.count(leaf.id) for each in spec.operations)
        if leaf.requires_grad and uses > 1 and leaf.array.size <= MOST_ANSWERED:
            return leaf.id
    return None
