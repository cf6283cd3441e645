"""Prove modules, their parameters, and the optimisers' numbers."""

import numpy as np
import pytest

from reference_engine import nn
from reference_engine.errors import OpError
from reference_engine.nn import SGD, Linear, Module, Parameter, ReLU
from reference_engine.optimisers import Adam, MomentumSGD
from reference_engine.tensor import Tensor


class Net(Module):
    def __init__(self):
        super().__init__()
        self.first = Linear(3, 4, rng=np.random.default_rng(0))
        self.relu = ReLU()
        self.second = Linear(4, 2, bias=False, rng=np.random.default_rng(1))
        self.hidden = [Linear(2, 2)]

    def forward(self, x):
        return self.second(self.relu(self.first(x)))


def one(value=1.0):
    return Parameter(np.array([value]))


def test_parameters_come_in_order_of_assignment_and_lists_are_not_searched():
    names = [name for name, _ in Net().named_parameters()]
    assert names == ["first.weight", "first.bias", "second.weight"]
    assert list(Net().parameters(recurse=False)) == []
    assert [type(m) for m in Net().modules()] == [Linear, ReLU, Linear]


def test_a_shared_parameter_is_found_once_under_its_first_name():
    net = Net()
    net.second.weight = net.first.weight
    assert [n for n, _ in net.named_parameters()] == ["first.weight", "first.bias"]


def test_a_parameter_needs_the_module_to_be_ready():
    class Early(Module):
        def __init__(self):
            self.weight = one()

    with pytest.raises(AttributeError, match=r"super\(\).__init__\(\)"):
        Early()


def test_a_tensor_cannot_take_a_parameters_place_but_none_removes_it():
    layer = Linear(2, 2)
    with pytest.raises(TypeError, match="bias is a parameter"):
        layer.bias = Tensor([1.0])
    layer.bias = None
    assert [name for name, _ in layer.named_parameters()] == ["weight"]


def test_what_is_computed_from_a_parameter_is_no_parameter():
    weight = one()
    assert type(weight * 2) is Tensor
    (weight * 2).backward()
    assert type(weight.grad) is Tensor
    assert not weight.grad.requires_grad


def test_a_parameter_shares_its_array():
    array = np.ones(2)
    assert Parameter(array).array is array


@pytest.mark.parametrize("shape", [(3,), (5, 3), (2, 5, 3), (0, 3)])
@pytest.mark.parametrize("bias", [True, False])
def test_linear_fused_and_textbook_agree_on_every_input_shape(shape, bias):
    x = np.random.default_rng(2).normal(size=shape)
    seen = []
    for fused in (True, False):
        rng = np.random.default_rng(0)
        layer = Linear(3, 4, bias, fused=fused, dtype=np.float64, rng=rng)
        given = Tensor(x, requires_grad=True)
        out = layer(given)
        (out * out).backward()
        grads = [p.grad.array for p in layer.parameters()]
        seen.append([out.array, given.grad.array, *grads])
    assert seen[0][0].shape == (*shape[:-1], 4)
    for fused, textbook in zip(*seen, strict=True):
        np.testing.assert_allclose(fused, textbook, rtol=1e-12, atol=1e-14)


def test_linear_starts_uniform_within_one_over_the_root_of_its_inputs():
    layer = Linear(100, 50, rng=np.random.default_rng(0))
    for parameter in (layer.weight, layer.bias):
        assert 0.09 < parameter.array.max() <= 0.1
        assert -0.1 <= parameter.array.min() < -0.09
        assert parameter.dtype == np.float32


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_mean_cross_entropy_fused_equals_the_mean_of_the_losses(dtype):
    values = np.random.default_rng(0).normal(size=(6, 4)).astype(dtype) * 3
    labels = np.array([0, 3, 1, 2, 0, 0])
    fused, textbook = (Tensor(values.copy(), True) for _ in range(2))
    (nn.cross_entropy(fused, labels, reduction="mean") * 5).backward()
    (nn.cross_entropy(textbook, labels).mean() * 5).backward()
    assert fused.grad.dtype == dtype
    tolerance = 1e-5 if dtype == np.float32 else 1e-12
    np.testing.assert_allclose(fused.grad.array, textbook.grad.array, rtol=tolerance)


def test_two_losses_at_once_keep_their_own_softmax():
    first, second = (Tensor([[v, 0.0]], requires_grad=True) for v in (1.0, -2.0))
    losses = [nn.cross_entropy(x, [0], reduction="mean") for x in (first, second)]
    losses[0].backward()
    losses[1].backward()
    for x, value in ((first, 1.0), (second, -2.0)):
        np.testing.assert_allclose(x.grad.array[0, 0], 1 / (1 + np.exp(-value)) - 1)


def test_extreme_logits_keep_the_fused_loss_finite():
    logits = Tensor([[1000.0, 0], [1000, 0]], requires_grad=True)
    loss = nn.cross_entropy(logits, [0, 1], reduction="mean")
    loss.backward()
    assert loss.item() == 500
    assert np.isfinite(logits.grad.array).all()


def test_a_label_that_does_not_exist_is_an_index_error():
    for reduction in ("mean", "none"):
        with pytest.raises(IndexError, match=r"outside 0\.\.1"):
            nn.cross_entropy(Tensor([[1.0, 0]]), [2], reduction=reduction)
    with pytest.raises(OpError, match="batch"):
        nn.cross_entropy(Tensor([[1.0, 0]]), [0, 1])


def test_sgd_steps_in_place_and_skips_what_has_no_gradient():
    used, unused = one(), one()
    array = used.array
    optimiser = SGD((p for p in (used, unused)), lr=0.1)
    for _ in range(2):
        optimiser.zero_grad()
        (used * 2).backward()
        optimiser.step()
    assert used.array is array
    np.testing.assert_allclose(used.array, [0.6])
    assert unused.array.tolist() == [1]
    optimiser.zero_grad()
    assert used.grad is None


def test_an_optimiser_needs_parameters_and_warns_of_doubles():
    with pytest.raises(ValueError, match="no parameters"):
        SGD([], lr=0.1)
    p = one()
    with pytest.warns(UserWarning, match="twice"):
        assert SGD([p, p], lr=0.1).params == [p]


def stepped(optimiser, parameter, gradients):
    seen = []
    for gradient in gradients:
        parameter.grad = Tensor(np.array([float(gradient)]))
        optimiser.step()
        seen.append(parameter.item())
    return seen


PUBLISHED = [
    (
        lambda p: MomentumSGD(p, 0.1, momentum=0.9, dampening=0.5),
        (1, 1, 1),
        [0.9, 0.76, 0.584],
    ),
    (
        lambda p: MomentumSGD(p, 0.1, momentum=0.9, nesterov=True, weight_decay=0.1),
        (1, 1, 1),
        [0.791, 0.496871, 0.129833],
    ),
    (lambda p: Adam(p, 0.1), (1, -2, 0.5), [0.9, 0.93661035, 0.95027942]),
    (lambda p: Adam(p, 0.1, weight_decay=0.1, decoupled=True), (1,), [0.890000001]),
    (lambda p: Adam(p, 0.1, weight_decay=0.1), (1,), [0.90000000091]),
]


@pytest.mark.parametrize(("make", "gradients", "expected"), PUBLISHED)
def test_optimisers_take_pytorchs_steps(make, gradients, expected):
    p, unused = one(), one()
    seen = stepped(make([p, unused]), p, gradients)
    np.testing.assert_allclose(
        seen, expected, atol=1.1e-6 if "0.129833" in str(expected) else 1e-8
    )
    assert unused.item() == 1


def test_a_small_network_learns():
    net = Net()
    optimiser = SGD(net.parameters(), lr=0.5)
    x = Tensor(np.eye(3, dtype=np.float32))
    losses = []
    for _ in range(60):
        optimiser.zero_grad()
        loss = nn.cross_entropy(net(x), [0, 1, 0], reduction="mean")
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.2 * losses[0]
