"""Prove the walk: reuse, order, storage, release, and what it says when it fails."""

import gc
import subprocess
import sys
import threading
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from reference_engine import nn, tensor
from reference_engine.backpropagate import backprop
from reference_engine.errors import NotOffered, OpError, OpIndexError, OpTypeError
from reference_engine.ledger import Ledger
from reference_engine.rules import BACKWARD, FORWARD
from reference_engine.tensor import Tensor


def leaf(array):
    return Tensor(np.asarray(array, np.float64), requires_grad=True)


def gradient(x):
    return x.grad.array.tolist()


def test_a_tensor_used_twice_adds_its_gradients():
    x = leaf(3.0)
    (x * x).backward()
    assert gradient(x) == 6


def test_three_uses_of_a_tensor_add_up_in_its_own_buffer():
    x = leaf([1.0, 2.0])
    y = x * 2
    (y + y + y + y * y).backward()
    assert gradient(x) == [6 + 8, 6 + 16]


def test_three_uses_of_a_number_add_up_although_numpy_answers_with_scalars():
    x = leaf(3.0)
    y = x * 2
    (y + y + y + y * y).backward()
    assert gradient(x) == 6 + 24


def test_the_first_op_in_a_process_is_not_numbered_like_a_leaf():
    x = leaf(2.0)
    y = x * 3
    assert x.number == 0 < y.number
    assert y.number < (y * 2).number


def test_both_operands_of_a_sum_get_storage_of_their_own():
    a, b, upstream = leaf([1.0, 2]), leaf([3.0, 4]), np.array([5.0, 6])
    (a + b).backward(upstream)
    a.grad.array += 100
    assert gradient(b) == [5, 6]
    assert upstream.tolist() == [5, 6]


def test_a_leaf_as_end_node_copies_the_callers_gradient():
    a, upstream = leaf([1.0, 2]), np.array([5.0, 6])
    a.backward(upstream)
    a.backward(upstream)
    assert gradient(a) == [10, 12]
    assert upstream.tolist() == [5, 6]


def test_the_gradient_of_a_sum_is_a_real_array():
    x = leaf(np.ones((2, 3)))
    x.sum().backward()
    x.grad.array += 1
    assert x.grad.array.strides == x.array.strides
    raw = BACKWARD["sum"][0](np.float64(2), np.float64(6), x.array)
    raw += 1
    assert raw.tolist() == [[3] * 3] * 2


def test_a_transposed_weight_gets_its_gradient_in_its_own_layout():
    w, x = leaf(np.ones((4, 3))), leaf(np.ones((5, 3)))
    (x @ w.T).backward()
    assert w.grad.array.flags.c_contiguous
    assert w.grad.array.strides == w.array.strides


def test_a_strided_leaf_still_gets_a_dense_writable_gradient():
    w = leaf(np.ones((6, 4))[::2].T)
    (w * 2).backward()
    assert w.grad.array.flags.owndata
    assert w.grad.array.flags.writeable


def test_a_gradient_nobody_else_holds_is_taken_without_a_copy():
    w = leaf(np.ones((300, 300)))
    loss = (w * 2.0).sum()
    loss.backward()
    w.grad = None
    loss = (w * 2.0).sum()
    tracemalloc.start()
    loss.backward()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # The sum's gradient and the product's; a copy for the leaf would be a third.
    assert peak < 2.5 * w.array.nbytes


def test_a_ledger_keeps_its_arrays_apart_from_the_leafs():
    w, ledger = leaf(np.ones(3)), Ledger()
    backprop(w * 2.0, ledger=ledger)
    w.grad.array += 100
    assert ledger.gradient(w).tolist() == [2, 2, 2]


def test_a_leaf_adds_over_two_graphs_and_keeps_the_same_gradient_object():
    x = leaf(3.0)
    (x * x).backward()
    first = x.grad
    (x * 2).backward()
    assert x.grad is first
    assert gradient(x) == 8


def test_a_second_backward_raises_unless_the_graph_is_retained():
    x = leaf(3.0)
    y = x * x
    y.backward(retain_graph=True)
    y.backward()
    assert gradient(x) == 12
    with pytest.raises(OpError, match="retain_graph=True"):
        y.backward()


def test_a_released_part_of_another_graph_is_noticed():
    x = leaf(3.0)
    shared = x * x
    (shared * 2).backward()
    with pytest.raises(OpError, match="second time"):
        (shared * 3).backward()


def test_a_leaf_can_be_the_end_node_twice():
    x = leaf(3.0)
    x.backward()
    x.backward()
    assert gradient(x) == 2


def test_a_vector_starts_from_ones():
    x = leaf([1.0, 2])
    (x * 3).backward()
    assert gradient(x) == [3, 3]


def test_an_upstream_gradient_is_cast_to_the_tensors_dtype():
    x = leaf([1.0, 2])
    (x * 3).backward(Tensor(np.array([1, 2], np.float32)))
    assert x.grad.dtype == np.float64


def test_only_leaves_that_ask_get_a_gradient():
    x, constant = leaf(2.0), Tensor(3.0)
    y = x * constant
    (y * 2).backward()
    assert y.grad is None
    assert constant.grad is None


def test_an_unused_leaf_has_no_gradient_and_a_leaf_times_zero_has_zero():
    x, unused = leaf(2.0), leaf(2.0)
    (x * 0).backward()
    assert unused.grad is None
    assert gradient(x) == 0


def test_a_leaf_frozen_after_the_forward_pass_gets_nothing():
    x, y = leaf(2.0), leaf(3.0)
    product = x * y
    x.requires_grad = False
    product.backward()
    assert x.grad is None
    assert gradient(y) == 2


def test_nothing_to_differentiate_is_an_error():
    with pytest.raises(OpError, match="requires a gradient"):
        Tensor(2.0).backward()


def test_an_upstream_gradient_of_another_shape_is_an_error():
    with pytest.raises(OpError, match=r"\(3,\).*\(2,\)"):
        (leaf([1.0, 2]) * 3).backward(np.ones(3))


def test_sixteen_doublings_take_one_visit_each():
    x = leaf(1.0)
    ledger = Ledger()
    y = x
    for _ in range(16):
        y = y + y
    backprop(y, ledger=ledger)
    assert gradient(x) == 2**16
    assert sum(len(lines) for lines in ledger.lines.values()) == 32


def test_a_deep_chain_needs_no_recursion():
    depth = sys.getrecursionlimit() * 5
    x = leaf(1.0)
    y = x
    for _ in range(depth):
        y = y + 1
    y.backward()
    assert gradient(x) == 1


@pytest.mark.slow
def test_a_million_nodes_go_there_and_back_and_away():
    x = leaf(1.0)
    for run in range(2):
        y = x
        for _ in range(1_000_000):
            y = y + 1
        if run == 0:
            y.backward()
        del y  # the second chain is freed without a backward pass
    assert gradient(x) == 1


def test_a_squared_double_run_twice_with_retained_graph_is_48():
    z = leaf(3.0)
    y = (2 * z) ** 2
    y.backward(retain_graph=True)
    y.backward()
    assert gradient(z) == 48


def test_a_step_leaves_nothing_for_the_cyclic_collector():
    model = nn.Linear(4, 3, rng=np.random.default_rng(0))
    optimiser = nn.SGD(model.parameters(), 0.1)
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        for reduction in ("mean", "sum"):
            optimiser.zero_grad()
            x = Tensor(np.ones((2, 4), np.float32))
            loss = nn.cross_entropy(model(x).relu(), [0, 1], reduction=reduction)
            loss.backward()
            optimiser.step()
            del x, loss
        gc.collect()
        left = {type(each).__name__ for each in gc.garbage}
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
    # Threads of other tests may leave cycles of their own meanwhile.
    assert not left & {"Tensor", "ndarray"}


def test_after_backward_only_the_gradients_stay_in_memory():
    rng = np.random.default_rng(0)
    weights = [Tensor(rng.normal(size=(64, 64)), True) for _ in range(8)]
    x = Tensor(rng.normal(size=(128, 64)))
    tracemalloc.start()
    for weight in weights:
        x = (x @ weight.T).relu()
    loss = x.sum()
    loss.backward()
    del x
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    grads = sum(weight.grad.array.nbytes for weight in weights)
    assert grads <= held < grads * 1.05
    assert loss.grad is None


def test_a_failing_rule_names_op_argument_shapes_and_forward_line(monkeypatch):
    def broken(g, out, x, y):
        raise ValueError("no such thing")

    monkeypatch.setitem(BACKWARD, "multiply", (broken, broken))
    x = leaf([1.0, 2])
    product = x * leaf([[3.0], [4.0]])  # the forward line
    with pytest.raises(OpError) as caught:
        product.backward()
    text = str(caught.value)
    assert "backward of multiply, argument 0" in text
    assert "float64(2,), float64(2, 1)" in text
    assert "no such thing" in text
    assert "test_backpropagate.py" in text
    assert "# the forward line" in text


def test_a_rule_of_the_wrong_shape_is_named(monkeypatch):
    wrong = (lambda g, out, x: np.ones(3),)
    monkeypatch.setitem(BACKWARD, "negative", wrong)
    with pytest.raises(
        OpError, match=r"negative, argument 0.*\(2,\) does not broadcast"
    ):
        (-leaf([1.0, 2])).backward()


def test_a_failing_forward_call_names_op_shapes_and_line():
    with pytest.raises(
        OpError, match=r"multiply of \(float64\(2, 3\), float64\(2,\)\)"
    ):
        leaf(np.ones((2, 3))) * np.ones(2)
    with pytest.raises(OpIndexError, match=r"getitem[\s\S]*leaf\(\[1.0\]\)\[5\]"):
        leaf([1.0])[5]
    with pytest.raises(OpTypeError, match="matmul.*dtypes differ"):
        Tensor(np.ones((1, 1), np.float32)) @ np.ones((1, 1))
    with pytest.raises(OpError, match=r"add of .*2\.5"):
        tensor.add(2.5, "text")


def test_an_error_inside_a_module_names_the_line_that_called_it():
    model = nn.Linear(4, 3)
    with pytest.raises(OpError, match="linear[\\s\\S]*model\\(Tensor"):
        model(Tensor(np.ones((2, 5), np.float32)))


def test_an_op_called_by_its_name_at_the_top_of_a_script_names_that_line(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from reference_engine.tensor import Tensor\n"
        "x = Tensor([1.0, 2.0], requires_grad=True)\n"
        "y = Tensor.of('multiply', (x, 3.0))\n"
        "Tensor.of('multiply', (y, [1.0, 2.0, 3.0]))\n"
    )
    run = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={"PYTHONPATH": "."},
    )
    assert "script.py:4: Tensor.of('multiply', (y, [1.0, 2.0, 3.0]))" in run.stderr


def test_an_operand_of_another_dtype_leaves_each_leaf_its_own():
    single, double = (
        Tensor(np.array([1, 2], dtype), requires_grad=True)
        for dtype in (np.float32, np.float64)
    )
    number = Tensor(np.float64(3), requires_grad=True)
    for _ in range(2):
        (single * np.float64(2) * double + single * number).sum().backward()
    assert [x.grad.dtype for x in (single, double, number)] == ["f4", "f8", "f8"]
    assert (single * np.float64(2)).dtype == "f4"
    assert gradient(single) == [10, 14]
    assert gradient(double) == [4, 8]
    assert gradient(number) == 6


def test_a_read_only_or_partly_held_gradient_is_copied(monkeypatch):
    held = np.ones((4, 2))
    for given in (np.broadcast_to(1.0, (2, 2)), held[:2], held.T[:, :2]):
        monkeypatch.setitem(BACKWARD, "negative", (lambda g, out, x, d=given: d,))
        x = leaf(np.ones((2, 2)))
        (-x).backward()
        x.grad.array += 1
        assert gradient(x) == [[2, 2], [2, 2]]
    assert (held == 1).all()


def test_every_op_has_both_rows():
    assert set(FORWARD) == set(BACKWARD)


def test_recording_stops_under_no_grad_and_comes_back():
    x = leaf(2.0)
    with nn.no_grad():
        with nn.no_grad():
            pass
        y = x * 2
    assert not y.requires_grad
    assert y.is_leaf
    with pytest.raises(ZeroDivisionError), nn.no_grad():
        1 / 0  # noqa: B018
    assert (x * 2).requires_grad
    assert not nn.no_grad()(lambda: x * 2)().requires_grad


def test_backward_works_inside_no_grad():
    x = leaf(2.0)
    y = x * x
    with nn.no_grad():
        y.backward()
    assert gradient(x) == 4


def test_no_grad_in_one_thread_leaves_another_recording():
    entered, done = threading.Event(), threading.Event()

    def hold():
        with nn.no_grad():
            entered.set()
            done.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    entered.wait(10)
    try:
        assert (leaf(2.0) * 2).requires_grad
    finally:
        done.set()
        other.join()


def test_ops_on_constants_record_nothing():
    assert (Tensor(2.0) * 3).is_leaf


REFUSED = [
    ("median", lambda x: x.median()),
    ("median", tensor.median),
    ("fmax", lambda x: tensor.fmax(x, x)),
    ("fmax", lambda x: x.fmax(x)),
    ("retain_grad", lambda x: x.retain_grad()),
    ("register_hook", lambda x: x.register_hook(print)),
    ("grad", lambda x: tensor.grad(x, x)),
    ("detect_anomaly", lambda _: tensor.detect_anomaly()),
    ("data", lambda x: x.data),
    ("data", lambda x: setattr(x, "data", 1)),
    ("__setitem__", lambda x: x.__setitem__(0, 1.0)),
    ("label_smoothing", lambda x: nn.cross_entropy(x, 0, label_smoothing=0.1)),
    ("ignore_index", lambda x: nn.cross_entropy(x, 0, ignore_index=-100)),
]


@pytest.mark.parametrize(("op", "call"), REFUSED)
def test_what_is_not_offered_is_refused_by_name_with_a_way_round(op, call):
    with pytest.raises(NotOffered, match=rf"{op}.* is not offered: \w+"):
        call(leaf([1.0, 2]))


def test_soft_labels_are_refused_with_a_way_round():
    with pytest.raises(OpTypeError, match="cross_entropy.*integer class numbers"):
        nn.cross_entropy(leaf([[1.0, 2]]), [[0.5, 0.5]])


def test_integer_and_array_index_apart_are_refused_with_a_way_round():
    x = leaf(np.ones((2, 3, 4)))
    with pytest.raises(OpError, match="getitem.*index in two steps"):
        x[0, :, [0, 1]]
    assert x[0][:, [0, 1]].shape == (3, 2)
    assert x[:, 0, [0, 1]].shape == (2, 2)


def test_an_unknown_name_is_an_ordinary_attribute_error():
    with pytest.raises(AttributeError):
        tensor.no_such_op  # noqa: B018
