import json

import numpy as np
import pytest

from exercises.graph_code import expression, lines
from exercises.graphs import (
    OPS,
    Constant,
    GraphSpec,
    Leaf,
    Operation,
    as_json,
    from_json,
    names,
    reached,
)
from exercises.interpret import cancels, interpret
from reference_engine.ledger import Ledger


def leaf(number, array, *, tracked=True):
    return Leaf(number, np.array(array, dtype=np.float64), tracked)


@pytest.fixture
def reused():
    """L = log(a * b) * b with b stretched."""
    return GraphSpec(
        (leaf(0, [[1.5, 3.0], [0.5, 4.0]]), leaf(1, [2.5, 0.75])),
        (
            Operation(2, "multiply", (0, 1)),
            Operation(3, "log", (2,)),
            Operation(4, "multiply", (3, 1)),
        ),
        4,
        np.array([[0.5, -1.5], [3.0, 0.25]]),
    )


def test_a_graph_survives_the_way_through_json(reused):
    again = from_json(json.loads(json.dumps(as_json(reused))))
    for one, other in zip(
        interpret(reused).arrays(), interpret(again).arrays(), strict=True
    ):
        assert np.array_equal(one, other)


def test_tuples_come_back_from_json_as_tuples():
    spec = GraphSpec(
        (leaf(0, [[1.5, 3.0], [0.5, 4.0]]),),
        (Operation(1, "sum", (0,), {"dim": (0, 1), "keepdim": False}),),
        1,
    )
    again = from_json(json.loads(json.dumps(as_json(spec))))
    assert again.operations[0].keywords["dim"] == (0, 1)


@pytest.mark.parametrize(
    "change",
    [{"v": 2}, {"kind": "train"}, {"ops": [{"op": "mul", "in": [], "kw": {}}]}],
)
def test_another_format_is_refused(reused, change):
    with pytest.raises(ValueError, match=r"graph of version 1|not an op"):
        from_json(as_json(reused) | change)


def test_a_tensor_used_twice_and_stretched_has_two_lines_in_the_ledger(reused):
    ledger = Ledger()
    answer = interpret(reused, ledger=ledger)
    found = ledger.of("b")
    assert [line.summed_axes for line in found] == [(0,), (0,)]
    assert np.allclose(sum(line.value for line in found), answer.gradients[1])


def test_asked_twice_the_gradients_double(reused):
    twice = GraphSpec(
        reused.leaves, reused.operations, reused.out, reused.gout, twice=True
    )
    once, doubled = interpret(reused).gradients, interpret(twice).gradients
    for one, two in zip(once, doubled, strict=True):
        assert np.allclose(2 * one, two)


def test_leaves_that_want_no_gradient_or_are_not_reached_get_none():
    spec = GraphSpec(
        (leaf(0, [1.5]), leaf(1, [2.5], tracked=False), leaf(2, [3.5])),
        (Operation(3, "multiply", (0, 1)),),
        3,
    )
    answer = interpret(spec)
    assert answer.gradients[0] is not None
    assert answer.gradients[1:] == (None, None)
    assert reached(spec) == {0, 1, 3}


def test_a_difference_of_large_contributions_cancels():
    def difference(constant):
        return GraphSpec(
            (leaf(0, [1.5, 3.0]),),
            (
                Operation(1, "multiply", (0, Constant(constant))),
                Operation(2, "subtract", (1, 0)),
            ),
            2,
        )

    assert cancels(difference(1.01))
    assert not cancels(difference(3.0))


def test_the_shown_code_writes_each_result_where_it_is_used(reused):
    assert lines(reused) == (
        "a = Tensor(np.array([[1.5, 3.0], [0.5, 4.0]]), requires_grad=True)",
        "b = Tensor(np.array([2.5, 0.75]), requires_grad=True)",
        "e = (a * b).log() * b",
        "e.backward(Tensor(np.array([[0.5, -1.5], [3.0, 0.25]])))",
    )
    assert expression(reused) == "(a * b).log() * b"
    assert names(reused)[4] == "e"


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (
            Operation(1, "sum", (0,), {"dim": 0, "keepdim": True}),
            "sum(dim=0, keepdim=True)",
        ),
        (Operation(1, "sum", (0,), {"dim": None, "keepdim": False}), "sum()"),
        (Operation(1, "permute", (0,), {"axes": (1, 0)}), "permute((1, 0))"),
        (Operation(1, "reshape", (0,), {"new_shape": (6,)}), "reshape((6,))"),
    ],
)
def test_methods_are_written_with_what_matters(operation, code):
    spec = GraphSpec((leaf(0, [[1.5, 3.0], [0.5, 4.0]]),), (operation,), 1)
    assert expression(spec) == f"a.{code}"


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (Operation(1, "subtract", (Constant(3.0), 0)), "3 - a"),
        (Operation(1, "negative", (0,)), "-a"),
        (Operation(1, "maximum", (Constant(0.5), 0)), "maximum(0.5, a)"),
        (Operation(1, "expand", (0,), {"new_shape": (2, 3)}), "expand(a, (2, 3))"),
        (Operation(1, "getitem", (0,), {"index": 1}), "a[1]"),
        (Operation(1, "getitem", (0,), {"index": (0, 1)}), "a[(0, 1)]"),
        (
            Operation(1, "getitem", (0,), {"index": ((0, 0),)}),
            "a[np.array([0, 0]),]",
        ),
        (
            Operation(1, "cross_entropy", (0,), {"true_labels": (1, 0)}),
            "cross_entropy(a, Tensor(np.array([1, 0])))",
        ),
    ],
)
def test_operators_and_functions_are_written_as_in_the_course(operation, code):
    spec = GraphSpec((leaf(0, [[1.5, 3.0], [0.5, 4.0]]),), (operation,), 1)
    assert expression(spec) == code


def test_every_op_of_the_course_is_known():
    assert len(OPS) == 16
