from collections import Counter

import numpy as np
import pytest

from exercises.graphs import OPS, Constant, reached
from exercises.interpret import forward
from exercises.safety import is_safe
from exercises.sketch import Taste, sketch


@pytest.fixture(scope="module")
def specs():
    rng = np.random.default_rng(3)
    return [sketch(rng) for _ in range(400)]


def test_the_same_seed_draws_the_same_graph():
    one, other = (sketch(np.random.default_rng(5)) for _ in range(2))
    assert one.operations == other.operations
    assert np.array_equal(one.leaves[0].array, other.leaves[0].array)


def test_some_leaf_that_wants_a_gradient_is_reached(specs):
    for spec in specs:
        inside = reached(spec)
        assert any(leaf.requires_grad and leaf.id in inside for leaf in spec.leaves)


def test_every_op_meets_only_safe_numbers(specs):
    for spec in specs:
        values = {node: made.array for node, made in forward(spec).items()}
        for each in spec.operations:
            operands = [
                np.asarray(x.value) if isinstance(x, Constant) else values[x]
                for x in each.inputs
            ]
            assert is_safe(each.op, operands, values[each.id])


def test_every_feature_that_exposes_a_mistake_is_drawn_often(specs):
    seen = Counter()
    for spec in specs:
        uses = Counter(node for each in spec.operations for node in each.nodes)
        shapes = [leaf.array.shape for leaf in spec.leaves]
        seen["reuse"] += max(uses.values()) > 1
        seen["twice"] += spec.twice
        seen["no gout"] += spec.gout is None
        seen["frozen"] += not all(leaf.requires_grad for leaf in spec.leaves)
        seen["unused"] += any(leaf.id not in reached(spec) for leaf in spec.leaves)
        seen["square"] += any(s in {(2, 2), (3, 3)} for s in shapes)
        seen["constant"] += any(
            isinstance(x, Constant) for each in spec.operations for x in each.inputs
        )
        seen["cycle of three axes"] += any(
            each.keywords.get("axes") in {(1, 2, 0), (2, 0, 1)}
            for each in spec.operations
        )
        seen.update({each.op for each in spec.operations})
    wanted = {*OPS, "reuse", "twice", "no gout", "frozen", "unused", "square"}
    for feature in wanted | {"constant", "cycle of three axes"}:
        assert seen[feature] >= 8, feature


def test_a_length_and_a_choice_of_ops_are_kept_to():
    rng = np.random.default_rng(8)
    taste = Taste(reuse=0.7, unused=0.0)
    for _ in range(20):
        spec = sketch(rng, taste, ops=("multiply", "exp"), length=2)
        assert {each.op for each in spec.operations} <= {"multiply", "exp"}
        assert len(spec.operations) <= 2


def test_a_graph_that_cannot_grow_is_drawn_anew():
    rng = np.random.default_rng(9)
    for _ in range(10):
        spec = sketch(rng, ops=("matmul",), length=2)
        assert {each.op for each in spec.operations} == {"matmul"}


def test_nan_and_large_numbers_are_unsafe():
    for number in (np.nan, 51.0):
        assert not is_safe("add", [], np.array([number]))
