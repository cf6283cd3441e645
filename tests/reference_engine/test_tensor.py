"""Prove what a tensor is from outside: flags, dtypes, in-place rules, views."""

import numpy as np
import pytest

from reference_engine import tensor
from reference_engine.errors import OpError, OpTypeError
from reference_engine.nn import no_grad
from reference_engine.tensor import Tensor


def leaf(array):
    return Tensor(np.asarray(array, np.float64), requires_grad=True)


def test_whole_numbers_have_no_gradient():
    with pytest.raises(OpTypeError, match="int64"):
        Tensor([1, 2], requires_grad=True)


def test_only_a_leaf_can_be_told_to_require_a_gradient():
    with pytest.raises(OpError, match="only a leaf"):
        (leaf(1.0) * 2).requires_grad_()
    assert Tensor(1.0).requires_grad_().requires_grad


def test_a_gradient_of_another_shape_cannot_be_assigned():
    x = leaf([1.0, 2])
    with pytest.raises(OpError, match=r"\(3,\)"):
        x.grad = Tensor(np.ones(3))
    x.grad = Tensor(np.ones(2))
    x.grad = None
    assert x.grad is None


def test_detach_shares_the_memory():
    x = leaf([1.0, 2])
    detached = x.detach()
    assert detached.array is x.array
    assert detached.is_leaf


def test_a_tensor_of_a_tensor_holds_the_same_array():
    x = leaf([1.0, 2])
    assert Tensor(x).array is x.array


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x.add_(1),
        lambda x: x.sub_(1),
        lambda x: x.__iadd__(1),
        lambda x: x.__isub__(1),
        lambda x: x.uniform_(0, 1, np.random.default_rng(0)),
    ],
)
def test_in_place_on_a_leaf_needs_no_grad(change):
    x = leaf([5.0, 6])
    with pytest.raises(OpError, match=r"no_grad\(\)"):
        change(x)
    assert x.array.tolist() == [5, 6]
    with no_grad():
        change(x)
    assert x.is_leaf
    assert (x.array != [5, 6]).all()


def test_in_place_arithmetic_takes_tensors_and_a_factor():
    x = Tensor([5.0, 6])
    x.add_(Tensor([1.0, 1]), alpha=2.0)
    x -= Tensor([1.0, 1])
    x += 1
    assert x.array.tolist() == [7, 8]


def test_arrays_and_numbers_work_on_either_side():
    x = leaf([2.0, 4])
    for result, expected in [
        (np.array([1.0, 1]) + x, [3, 5]),
        (1 - x, [-1, -3]),
        (x - 1, [1, 3]),
        (2 * x, [4, 8]),
        (8 / x, [4, 2]),
        (np.eye(2) @ x, [2, 4]),
        (2**x, [4, 16]),
        (-x, [-2, -4]),
        (abs(-x), [2, 4]),
        (x.pow(2), [4, 16]),
        (x.minimum(3), [2, 3]),
        (x.maximum(3), [3, 4]),
    ]:
        assert isinstance(result, Tensor)
        assert result.array.tolist() == expected


def test_a_tensor_says_what_it_holds():
    x = leaf([[1.0, 2]])
    assert (x.shape, x.ndim, len(x), x.size(), x.size(1)) == ((1, 2), 2, 1, (1, 2), 2)
    assert x.dtype == np.float64
    assert repr(x) == "Tensor(array([[1., 2.]]), requires_grad=True)"
    assert repr(Tensor(1)) == "Tensor(array(1))"
    assert leaf(3.0).item() == 3
    assert bool(leaf(3.0))


def test_equality_is_elementwise_and_truth_needs_one_element():
    x = leaf([1.0, 2])
    assert (x == Tensor([1.0, 3])).array.tolist() == [True, False]
    assert {x: "by identity"}[x] == "by identity"
    with pytest.raises(ValueError, match="ambiguous"):
        bool(x)


def test_functions_take_arrays_as_well():
    assert tensor.sum(np.ones(3)).item() == 3
    assert tensor.reshape(leaf(np.ones((2, 3))), (3, 2)).shape == (3, 2)
    assert tensor.permute(leaf(np.ones((2, 3))), (1, 0)).shape == (3, 2)
    assert tensor.expand(leaf(np.ones(3)), (2, 3)).shape == (2, 3)
    assert tensor.getitem(leaf([1.0, 2]), 1).item() == 2
    losses = tensor.cross_entropy(leaf([[0.0, 0.0]]), Tensor([1]))
    np.testing.assert_allclose(losses.array, [np.log(2)])


def test_indexing_takes_tensors_inside_tuples_and_lists():
    x = leaf([[1.0, 2], [3, 4]])
    assert x[Tensor([0, 1]), Tensor([1, 1])].array.tolist() == [2, 4]


def test_indexing_from_one_on_gives_a_full_size_gradient():
    x = leaf([1.0, 2, 3])
    x[1:].backward()
    assert x.grad.array.tolist() == [0, 1, 1]


def test_a_row_read_twice_gets_two_gradients():
    x = leaf([1.0, 2, 3])
    x[[0, 0]].backward()
    assert x.grad.array.tolist() == [2, 0, 0]


def test_the_mean_over_two_axes_divides_by_their_sizes():
    x = leaf(np.ones((2, 3, 4)))
    x.mean((0, 1)).backward()
    np.testing.assert_allclose(x.grad.array, np.full((2, 3, 4), 1 / 6))


def test_a_sum_over_axis_0_is_not_a_full_sum():
    assert leaf(np.ones((2, 3))).sum(0).shape == (3,)


def test_a_square_is_no_square_root():
    x = leaf([4.0])
    assert (x**2).item() == 16
    assert x.sqrt().item() == 2


def test_one_recorded_op_kept_in_a_mixed_dtype_graph_casts_its_gradient_back():
    x = Tensor(np.array([1, 2], np.float32), requires_grad=True)
    y = x * 3
    (y * np.array([1.0, 2])).backward()
    assert x.grad.dtype == np.float32
    assert x.grad.array.tolist() == [3, 6]
