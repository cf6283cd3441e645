"""Compare what happens around a gradient with the installed PyTorch, row by row."""

import contextlib
import operator
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from reference_engine import nn, optimisers
from reference_engine.tensor import Tensor

try:
    import torch
except ImportError:  # the marker says what a machine without it lacks
    torch = None
pytestmark = [
    pytest.mark.torch,
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


def our_steps(kind, params, **options):
    known = {"SGD": nn.SGD, "Adam": optimisers.Adam}
    if options.pop("momentum_given", False):
        return optimisers.MomentumSGD(params, **options)
    return known[kind](params, **options)


def their_steps(kind, params, *, decoupled=False, momentum_given=False, **options):
    return getattr(torch.optim, "AdamW" if decoupled else kind)(params, **options)


OURS = SimpleNamespace(
    nn=nn,
    no_grad=nn.no_grad,
    constant=lambda array: Tensor(np.asarray(array)),
    leaf=lambda array: Tensor(np.array(array), requires_grad=True),
    parameter=lambda array: nn.Parameter(np.array(array)),
    numbers=lambda x: np.array(x.array),
    strides=lambda x: x.array.strides,
    steps=our_steps,
)
if torch is not None:
    THEIRS = SimpleNamespace(
        nn=torch.nn,
        no_grad=torch.no_grad,
        constant=lambda array: torch.tensor(np.asarray(array)),
        leaf=lambda array: torch.tensor(np.array(array), requires_grad=True),
        parameter=lambda array: torch.nn.Parameter(torch.tensor(np.array(array))),
        numbers=lambda x: x.detach().numpy().copy(),
        strides=lambda x: x.detach().numpy().strides,
        steps=their_steps,
    )


@dataclass(frozen=True)
class Row:
    """What is seen of a library, in plain Python."""

    name: str
    seen: Callable[[Any], Any]


def raised(call: Callable[[], Any]) -> bool:
    try:
        call()
    except (RuntimeError, ValueError, TypeError):
        return True
    return False


def gradient(m, x):
    return None if x.grad is None else m.numbers(x.grad).tolist()


def in_place_under_no_grad(m):
    x = m.leaf([1.0, 2])
    with m.no_grad():
        x.add_(1)
        x += 1
    return m.numbers(x).tolist(), x.is_leaf, x.requires_grad


def flags_around_no_grad(m):
    x, seen = m.leaf(2.0), []
    with m.no_grad():
        with m.no_grad():
            pass
        y = x * 2
        seen += [y.requires_grad, y.is_leaf]
    with contextlib.suppress(ZeroDivisionError), m.no_grad():
        1 / 0  # noqa: B018
    seen.append((x * 2).requires_grad)
    return [*seen, m.no_grad()(lambda: x * 2)().requires_grad]


def backward_inside_no_grad(m):
    x = m.leaf(2.0)
    y = x * x
    with m.no_grad():
        y.backward()
    return gradient(m, x)


def frozen_after_forward(m):
    x, y = m.leaf(2.0), m.leaf(3.0)
    out = x * y
    x.requires_grad = False
    out.backward()
    return gradient(m, x), gradient(m, y)


def two_graphs(m):
    x = m.leaf(3.0)
    (x * x).backward()
    first = x.grad
    (x * 2).backward()
    return x.grad is first, gradient(m, x)


def retained(m):
    x = m.leaf(3.0)
    y = x * x
    y.backward(retain_graph=True)
    y.backward()
    return gradient(m, x), raised(y.backward)


def leaf_as_end(m):
    x = m.leaf(3.0)
    x.backward()
    once = gradient(m, x)
    x.backward()
    return once, gradient(m, x)


def detached(m):
    x = m.leaf([1.0, 2])
    y = x.detach()
    y.add_(5)
    return m.numbers(x).tolist(), y.requires_grad, y.is_leaf


def storage(m):
    a, b, upstream = m.leaf([1.0, 2]), m.leaf([3.0, 4]), m.constant([5.0, 6])
    (a + b).backward(upstream)
    a.grad.add_(100)
    return gradient(m, a), gradient(m, b), m.numbers(upstream).tolist()


def weight_strides(m):
    w, x = m.leaf(np.ones((4, 3))), m.constant(np.ones((5, 3)))
    (x @ w.T).sum().backward()
    return m.strides(w.grad) == m.strides(w)


def one_element(m):
    x = m.leaf([3.0])
    (x * x).backward()
    return gradient(m, x)


def cast_upstream(m):
    x = m.leaf(np.array([1.0, 2]))
    (x * 3).backward(m.constant(np.array([1, 2], np.float32)))
    return gradient(m, x), str(m.numbers(x.grad).dtype)


def half(m):
    x = m.leaf(np.array([1.0, 2], np.float16))
    (x * x).sum().backward()
    return gradient(m, x), str(m.numbers(x.grad).dtype)


def skipped(m):
    used, unused = m.parameter([1.0]), m.parameter([1.0])
    steps = m.steps("SGD", [used, unused], lr=0.1)
    (used * 2).sum().backward()
    steps.step()
    steps.zero_grad()
    return m.numbers(used).tolist(), m.numbers(unused).tolist(), gradient(m, used)


def stepped(kind, gradients, **options):
    def seen(m):
        p, seen = m.parameter([1.0]), []
        steps = m.steps(kind, [p], **options)
        for each in gradients:
            p.grad = m.constant([float(each)])
            steps.step()
            seen.append(float(m.numbers(p)[0]))
        return seen

    return seen


def net(m):
    """Return a module with a shared parameter and a list of modules."""

    class Inner(m.nn.Module):
        def __init__(self, weight):
            super().__init__()
            self.weight = weight
            self.own = m.parameter([2.0])

    class Net(m.nn.Module):
        def __init__(self):
            super().__init__()
            self.first = m.parameter([1.0])
            self.inner = Inner(self.first)
            self.hidden = [Inner(m.parameter([3.0]))]

    return Net()


def names(module):
    return [name for name, _ in module.named_parameters()]


def assigned_early(m):
    class Early(m.nn.Module):
        def __init__(self):
            self.weight = m.parameter([1.0])

    try:
        Early()
    except AttributeError:
        return "AttributeError"


def tensor_over_parameter(m):
    try:
        net(m).first = m.constant([1.0])
    except TypeError:
        return "TypeError"


def removed(m):
    module = net(m)
    module.inner.own = None
    return names(module)


def told_twice(m):
    p = m.parameter([1.0])
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        m.steps("SGD", [p, p], lr=0.1)
    return len(seen)


def linear_start(m):
    layer = m.nn.Linear(100, 50)
    tops = [np.abs(m.numbers(p)).max() for p in (layer.weight, layer.bias)]
    dtypes = {str(m.numbers(p).dtype) for p in layer.parameters()}
    return names(layer), [0.085 < top <= 0.1 for top in tops], dtypes


def linear_shapes(m):
    layer = m.nn.Linear(3, 4)
    shapes = [(3,), (5, 3), (2, 5, 3), (0, 3)]
    inputs = [m.constant(np.ones(shape, np.float32)) for shape in shapes]
    return [tuple(layer(x).shape) for x in inputs]


ROWS = [
    Row("in place on a leaf", lambda m: raised(lambda: m.leaf([1.0]).add_(1))),
    Row("+= on a leaf", lambda m: raised(lambda: operator.iadd(m.leaf([1.0]), 1))),
    Row("in place on a view", lambda m: raised(lambda: m.leaf([1.0, 2])[0].add_(1))),
    Row("in place under no_grad", in_place_under_no_grad),
    Row("whole numbers have no gradient", lambda m: raised(lambda: m.leaf([1, 2]))),
    Row(
        "a gradient of another shape",
        lambda m: raised(lambda: setattr(m.leaf([1.0]), "grad", m.constant([1.0, 2]))),
    ),
    Row("no_grad", flags_around_no_grad),
    Row("backward inside no_grad", backward_inside_no_grad),
    Row("a leaf frozen after forward", frozen_after_forward),
    Row("a constant op", lambda m: (m.constant([1.0]) * 3).is_leaf),
    Row("eq", lambda m: (m.leaf([1.0]) == 1.0).requires_grad),
    Row(
        "argmax",
        lambda m: (
            m.leaf([1.0, 3, 3]).argmax().item(),
            m.leaf([[1.0, 3]]).argmax(1).requires_grad,
        ),
    ),
    Row("two graphs over a leaf", two_graphs),
    Row("a second backward", retained),
    Row("a leaf as end node, twice", leaf_as_end),
    Row("nothing to differentiate", lambda m: raised(m.constant(2.0).backward)),
    Row("a non-leaf has no grad", lambda m: (m.leaf(1.0) * 2).grad),
    Row("an unused leaf has no grad", lambda m: m.leaf(1.0).grad),
    Row("one element needs no upstream gradient", one_element),
    Row("detach", detached),
    Row("gradients are stored apart", storage),
    Row("a weight's gradient has its strides", weight_strides),
    Row("an upstream gradient of another dtype", cast_upstream),
    Row(
        "an upstream gradient of another shape",
        lambda m: raised(lambda: (m.leaf([1.0, 2]) * 3).backward(m.constant([1.0]))),
    ),
    Row("float16", half),
    Row("SGD skips what has no gradient, zero_grad forgets", skipped),
    Row("SGD", stepped("SGD", (1, -2, 0.5), lr=0.1)),
    Row(
        "momentum and dampening",
        stepped(
            "SGD", (1, 1, 1), lr=0.1, momentum=0.9, dampening=0.5, momentum_given=True
        ),
    ),
    Row(
        "nesterov and weight decay",
        stepped(
            "SGD",
            (1, 1, 1),
            lr=0.1,
            momentum=0.9,
            nesterov=True,
            weight_decay=0.1,
            momentum_given=True,
        ),
    ),
    Row("Adam", stepped("Adam", (1, -2, 0.5), lr=0.1)),
    Row("Adam, weight decay", stepped("Adam", (1, 2), lr=0.1, weight_decay=0.1)),
    Row(
        "AdamW",
        stepped("Adam", (1, 2), lr=0.1, weight_decay=0.1, decoupled=True),
    ),
    Row("no parameters", lambda m: raised(lambda: m.steps("SGD", [], lr=0.1))),
    Row("a parameter listed twice", told_twice),
    Row("shared parameters, modules in a list", lambda m: names(net(m))),
    Row("a parameter before super().__init__", assigned_early),
    Row("a tensor over a parameter", tensor_over_parameter),
    Row("None over a parameter", removed),
    Row("how Linear starts", linear_start),
    Row("what Linear takes", linear_shapes),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_around_a_gradient_the_reference_does_what_pytorch_does(row):
    ours, theirs = row.seen(OURS), row.seen(THEIRS)
    if isinstance(theirs, list) and all(isinstance(each, float) for each in theirs):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12)
    else:
        assert ours == theirs
