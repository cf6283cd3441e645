"""Prove that a gradient is the sum of its lines."""

import numpy as np
import pytest

from reference_engine.backpropagate import backprop
from reference_engine.ledger import Ledger
from reference_engine.tensor import Tensor


def example():
    """Return L = sum(2*log(a*b)*b) and its parts, named."""
    a = Tensor(np.arange(1.0, 7).reshape(2, 3), True, "a")
    b = Tensor(np.arange(1.0, 4), True, "b")
    c = a * b
    c.name = "c"
    e = (2 * c.log()) * b
    e.name = "e"
    return a, b, c, e, e.sum()


def test_reuse_is_two_lines_and_broadcasting_is_the_summed_axes():
    _, b, _, _, loss = example()
    ledger = Ledger()
    backprop(loss, ledger=ledger)
    assert [str(line) for line in ledger.of(b)] == [
        "b += multiply[1] via e   summed axes (0,)   (3,)",
        "b += multiply[1] via c   summed axes (0,)   (3,)",
    ]
    assert [line.raw.shape for line in ledger.of("b")] == [(2, 3), (2, 3)]


def test_an_unnamed_node_is_shown_by_op_and_number():
    a = Tensor(2.0, True)
    product = a * 3
    ledger = Ledger()
    backprop(-product, ledger=ledger)
    (line,) = ledger.of(a)
    assert str(line) == f"leaf#0 += multiply[0] via multiply#{product.number}   ()"


def test_lines_sum_to_every_gradient():
    a, b, c, _, loss = example()
    ledger = Ledger()
    backprop(loss, ledger=ledger)
    for x in (a, b):
        np.testing.assert_allclose(ledger.gradient(x), x.grad.array, rtol=1e-12)
    np.testing.assert_array_equal(ledger.gradient("c"), ledger.gradient(c))


def test_the_end_node_counts_the_gradient_it_started_from():
    a, ledger = Tensor([1.0, 2], True, "a"), Ledger()
    backprop(a, [3, 4], ledger=ledger)
    assert ledger.gradient("a").tolist() == [3, 4]


def test_a_node_that_received_nothing_is_unknown():
    ledger = Ledger()
    with pytest.raises(KeyError):
        ledger.gradient("a")
    assert ledger.of(Tensor(1.0)) == []


def test_without_a_ledger_nothing_is_kept():
    a, _, _, _, loss = example()
    loss.backward()
    assert not hasattr(a, "lines")
    assert loss.args == ()
