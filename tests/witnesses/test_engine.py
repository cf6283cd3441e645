"""Let three witnesses agree: the rules, central differences and PyTorch."""

import numpy as np
import pytest

from benchmarks.engine_graphs import BINARY, PLAIN, RARE, UNARY, draw, run
from reference_engine import tensor
from reference_engine.differences import central_differences
from reference_engine.rules import BACKWARD
from reference_engine.tensor import Tensor

try:
    from benchmarks.engine_causes import BROADCASTING
    from benchmarks.engine_proof import prove
except ImportError:  # the marker says what a machine without it lacks
    prove = None

ALL = {*BINARY, *UNARY, *RARE}


@pytest.mark.parametrize("number", range(60))
def test_gradients_equal_central_differences(number):
    graph = draw(np.random.default_rng([1, number]), steps=5)
    leaves = [Tensor(array.copy(), requires_grad=True) for array in graph.leaves]

    def value(*arrays):
        return run(graph, tensor, [Tensor(array) for array in arrays]).array

    run(graph, tensor, leaves).backward(graph.upstream)
    estimates = central_differences(value, graph.leaves, graph.upstream)
    for leaf, estimate in zip(leaves, estimates, strict=True):
        if leaf.grad is not None:
            np.testing.assert_allclose(
                leaf.grad.array,
                estimate,
                rtol=1e-3,
                atol=1e-5 * max(np.abs(estimate).max(), 1),
            )


@pytest.mark.torch
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("graphs", [300, pytest.param(10_000, marks=pytest.mark.slow)])
def test_reference_pytorch_and_ledger_agree_on_random_graphs(graphs, plain):
    proof = prove(graphs, plain=plain)
    assert proof.graphs == graphs
    assert proof.none_differs == 0
    assert proof.cancelling < 0.4 * graphs
    assert proof.worst <= 1e-12
    assert proof.worst_ledger <= 1e-9
    assert min(proof.containing.values()) > 0.08 * graphs
    assert set(proof.containing) == set(PLAIN if plain else ALL)
    assert proof.bit_equal + proof.causes.total() == graphs
    if plain:
        assert set(proof.causes) <= {BROADCASTING}
    assert proof.causes["unexplained"] <= graphs // 1000


@pytest.mark.torch
def test_a_wrong_rule_is_seen_and_named(monkeypatch):
    rule = BACKWARD["exp"][0]
    monkeypatch.setitem(BACKWARD, "exp", (lambda g, out, x: rule(g, out, x) * 1.001,))
    proof = prove(60)
    assert proof.worst > 1e-4
    assert any("exp" in cause for cause in proof.causes)
