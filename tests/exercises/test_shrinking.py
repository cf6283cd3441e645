"""A failing graph becomes one that can be followed by hand, and still fails."""

from collections import Counter

import numpy as np
import pytest

from exercises.graphs import GraphSpec, reached
from exercises.interpret import forward
from exercises.shrinking import Tried, shrink, simpler, size, valid
from exercises.simplifying import NICE
from exercises.sketch import sketch


def shares(spec: GraphSpec) -> bool:
    inside = reached(spec)
    uses = Counter(
        node for each in spec.operations if each.id in inside for node in each.nodes
    )
    return any(count > 1 for count in uses.values())


def stretches(spec: GraphSpec) -> bool:
    values = forward(spec)
    return any(
        len(each.nodes) == 2
        and each.op != "matmul"
        and any(
            values[node].array.shape != values[each.id].array.shape
            for node in each.nodes
        )
        for each in spec.operations
    )


def takes(op: str):
    return lambda spec: any(each.op == op for each in spec.operations)


# Each stands for a bug that shows exactly where the property holds.
BUGS = {
    "a node used twice": (shares, 1),
    "a stretched operand": (stretches, 1),
    "a logarithm": (takes("log"), 1),
    "a product": (takes("multiply"), 1),
    "a permutation": (takes("permute"), 1),
    "a loss": (takes("cross_entropy"), 1),
    "two calls of backward": (lambda spec: spec.twice, 0),
}


@pytest.mark.parametrize("bug", list(BUGS))
def test_what_is_left_still_fails_and_needs_few_operations(bug):
    fails, most = BUGS[bug]
    seen = 0
    for seed in range(400):
        spec = sketch(np.random.default_rng(seed))
        if not fails(spec) or not valid(spec):
            continue
        seen += 1
        held = shrink(spec, lambda batch: [fails(each.spec) for each in batch])
        assert fails(held.spec)
        assert len(held.spec.operations) <= most
        assert all(np.isin(leaf.array, NICE).all() for leaf in held.spec.leaves)
        if seen == 12:
            break
    assert seen


def test_every_simpler_graph_is_valid_and_smaller():
    for seed in range(40):
        spec = sketch(np.random.default_rng(seed))
        for tried in simpler(spec):
            assert isinstance(tried, Tried)
            assert size(tried.spec) < size(spec)
            assert valid(tried.spec)


def test_a_failure_that_nothing_smaller_shows_stays_as_it_is():
    spec = sketch(np.random.default_rng(1))
    held = shrink(spec, lambda batch: [False] * len(batch))
    assert held.spec is spec


def test_an_engine_that_stops_answering_ends_the_search():
    spec = sketch(np.random.default_rng(1))
    assert shrink(spec, lambda batch: []).spec is spec
