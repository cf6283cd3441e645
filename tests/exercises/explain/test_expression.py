import numpy as np
import pytest

from exercises.explain.expression import parsed, tensors
from exercises.explain.literals import ExpressionError
from exercises.explain.reader import MOST_OPERATIONS
from exercises.explain.values import leaves, numbers_of, typed
from exercises.graph_code import expression
from exercises.interpret import forward, interpret
from exercises.suite import bank

X = np.array([[1.5, 2.5], [0.5, 3.0]])
W = np.array([[2.0, 0.25], [4.0, 1.5]])
GOOD = {
    "log(x * x) + sum(x + w)": lambda: np.log(X * X) + (X + W).sum(),
    "y = log(x)": lambda: np.log(X),
    "h = x @ w\nh * h": lambda: (X @ W) ** 2,
    "x.sum(0, keepdim=True)": lambda: X.sum(0, keepdims=True),
    "sum(x, dim=-1)": lambda: X.sum(-1),
    "sum(x, (0, 1))": lambda: X.sum((0, 1)),
    "-x + 2 - 0.5 * x": lambda: -X + 2 - 0.5 * X,
    "3 / x": lambda: 3 / X,
    "maximum(x, 1.7)": lambda: np.maximum(X, 1.7),
    "x.relu()": lambda: np.maximum(X, 0),
    "exp(x)": lambda: np.exp(X),
    "x.reshape(4)": lambda: X.reshape(4),
    "x.reshape(4, 1)": lambda: X.reshape(4, 1),
    "reshape(x, (1, -1))": lambda: X.reshape(1, -1),
    "x.permute(1, 0)": lambda: X.T,
    "permute(x, axes=(1, 0))": lambda: X.T,
    "expand(x, (3, 2, 2))": lambda: np.broadcast_to(X, (3, 2, 2)),
    "matmul(x, w)": lambda: X @ W,
    "x[0]": lambda: X[0],
    "x[1, 0]": lambda: X[1, 0],
    "x[[0, 0, 1]]": lambda: X[[0, 0, 1]],
    "x[[0, 1], [1, 1]]": lambda: X[[0, 1], [1, 1]],
}
REFUSED = {
    "": "no expression yet",
    "x": "no operation",
    "2 + 3": "no tensor",
    "x ** 2": "not understood",
    "x + ": "This is no expression",
    "x and w": "not understood",
    "[x, w]": "not understood",
    "x if w else x": "not understood",
    "(y := x) + 1": "not understood",
    "x + 'a'": "no number",
    "x + True": "no number",
    "x + 1e400": "too large",
    "x[:1]": "written out",
    "x[w]": "written out",
    "median(x)": "no function",
    "x.array": "not understood",
    "(lambda: x)()": "no function",
    "x.sum(axis=0)": "no argument axis",
    "x.sum(keepdim=1)": "True or False",
    "x.reshape()": "needs new_shape",
    "log(x, 2)": "takes 1 tensor",
    "maximum(x)": "takes 2 tensors",
    "x @ 2": "two tensors",
    "x.expand(27, 27, 2)": "at most 3 axes",
    "x.reshape(3, 3)": "reshape",
    "log(0 * x)": "not finite",
    "exp(exp(exp(x)))": "not finite",
    "import os": "name = expression",
    "for i in x: i": "name = expression",
    "del x": "name = expression",
    "x = x * w": "made twice",
    "x; w": "name = expression",
    "__import__('os')": "no tensor",
    "x.__class__": "not understood",
    "x.__class__()": "no function",
    "+".join(["x"] * 40): f"{MOST_OPERATIONS} operations",
    "-" * 480 + "x": f"{MOST_OPERATIONS} operations",
    "(" * 200 + "x" + ")" * 200: "",
    "x" * 501: "500 characters",
    "\0": "",
}


def given(text):
    return {name: {"x": X, "w": W}.get(name, X) for name in tensors(text)}


@pytest.mark.parametrize("text", GOOD)
def test_an_expression_means_what_numpy_makes_of_it(text):
    written = parsed(text, given(text))
    got = forward(written.spec)[written.spec.out].array
    np.testing.assert_allclose(got, GOOD[text]())
    assert interpret(written.spec).gradients[0] is not None


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_is_not_understood_is_refused_in_one_sentence(text):
    with pytest.raises(ExpressionError) as refused:
        parsed(text, given(text))
    said = str(refused.value)
    assert REFUSED[text] in said
    assert "\n" not in said
    assert said.endswith(".")


def test_every_bank_graph_can_be_typed_as_it_is_shown():
    for spec in bank():
        text = expression(spec)
        if "cross_entropy" in text or "np.array" in text:
            continue
        names = tensors(text)
        arrays = dict(zip(names, (leaf.array for leaf in _used(spec)), strict=True))
        again = parsed(text, arrays)
        np.testing.assert_allclose(interpret(again.spec).out, interpret(spec).out)


def _used(spec):
    from_text = tensors(expression(spec))
    called = dict(zip("abcdefghijkmnopqrstuvwxyz", spec.leaves, strict=False))
    return [called[name] for name in from_text]


def test_a_tensor_that_is_named_is_one_node_wherever_it_is_used():
    written = parsed("h = x * x\nh + h", {"x": X})
    assert [each.op for each in written.spec.operations] == ["multiply", "add"]
    assert written.spec.operations[1].inputs == (1, 1)
    assert written.names[1] == "h"


def test_names_are_the_pairs_own_and_never_twice():
    written = parsed("n1 = x * w\nn1 + exp(x)", {"x": X, "w": W})
    assert len(set(written.names.values())) == len(written.names)
    assert {"x", "w", "n1"} <= set(written.names.values())


def test_leaves_are_what_is_typed_or_drawn_from_the_seed():
    found = leaves("x = [[1, 2], [3, 4]]\nb (3, 1)\nc = 5", ["x", "b", "c", "d"], 3)
    np.testing.assert_array_equal(found["x"], [[1, 2], [3, 4]])
    assert found["b"].shape == (3, 1)
    assert found["c"].shape == ()
    assert found["d"].shape == (2,)
    again = leaves("b (3, 1)", ["b"], 3)
    assert not np.array_equal(found["b"], leaves("b (3, 1)", ["b"], 4)["b"])
    assert (again["b"] > 0).all()


@pytest.mark.parametrize(
    "text",
    ["x = [[1, 2], [3]]", "x = 'a'", "x = 9**9", "x 3", "x (0,)", "x (99, 99)",
     "x (1, 1, 1, 1)", "x = " + str([1] * 28), "x = 1e400", "x = []", "x (2.5,)",
     "x = {1: 2}", "x = __import__('os')", "x" * 2001],
)  # fmt: skip
def test_other_numbers_and_shapes_are_refused(text):
    with pytest.raises(ExpressionError):
        leaves(text, ["x"], 1)


@pytest.mark.parametrize("text", ["4, 3", "[4, 3]", " (4,3) ", "4., 3,"])
def test_an_answer_may_be_typed_with_brackets_or_without(text):
    np.testing.assert_array_equal(numbers_of("The answer", text), [4, 3])


def test_a_leaf_is_written_as_it_is_read():
    np.testing.assert_array_equal(leaves(typed("x", X), ["x"], 1)["x"], X)
