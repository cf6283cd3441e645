"""Ask about what a network is built and trained with."""

from collections.abc import Callable

import numpy as np

from exercises.nouns import Array
from exercises.parts.cases import Case, Convention, Shape, several, shown
from exercises.parts.training import sgd
from exercises.questions import Absent, Probe, Within
from reference_engine.rules import BACKWARD, FORWARD

Probes = Callable[[np.random.Generator], tuple[Probe, ...]]
KINK = Convention("At 0 the course's relu has slope 0.5; another slope is accepted.")
LARGE = Convention(
    "Logits of 1000 overflow in exp unless the largest is subtracted first.",
    "softmax-overflow",
)


def relu(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for value and gradient of relu on both sides of zero."""
    shapes: tuple[Shape, ...] = ((2,), (3,), (2, 3), (3, 3))
    far = np.array([7.5, -8.5, 12.5])
    arrays = [np.array([1.3]), np.array([-0.7]), far, *several(rng, shapes)]
    return (*(_relu(rng, array) for array in arrays), _kink(rng))


def _kink(rng: np.random.Generator) -> Probe:
    return _relu(rng, np.array([0.0, 0.6]), only=KINK)


def _relu(
    rng: np.random.Generator, x: Array, *, only: Convention | None = None
) -> Probe:
    case = Case(f"relu on {x.shape}", "chain rule")
    (upstream,) = several(rng, [x.shape])
    leaf = case.leaf("x", x)
    made = case.call("relu", leaf)
    case.write("out = relu(x)", f"out.backward(Tensor({shown(upstream)}))", "x.grad")
    case.near(case.attr(made, "array"), np.maximum(x, 0), "out.array", "forward")
    _backward(case, made, upstream)
    # relu comes from maximum, whose gradient a tie shares.
    slope = np.where(x == 0, 0.5, x > 0)
    case.gradient(leaf, upstream * slope, "x")
    case.near(case.attr(leaf, "array"), x, "x.array afterwards")
    return case.probe(size=x.size, only=only)


def _backward(case: Case, made: int, upstream: Array) -> None:
    case.method(made, "backward", case.call("Tensor", case.array(upstream)))


def linear(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for outputs, gradients, what is registered, and how it starts."""
    return (
        _registered(bias=True),
        _registered(bias=False),
        _forward(rng, (1, 2, 3), bias=True),
        _forward(rng, (2, 3, 2), bias=True),
        _forward(rng, (3, 3, 3), bias=True),
        _forward(rng, (4, 3, 2), bias=False),
        _starts(100, 50, "weight"),
        _starts(784, 10, "weight"),
        _starts(16, 200, "bias"),
    )


def layers(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for outputs and gradients of a layer with and without a bias."""
    return (_forward(rng, (2, 3, 2), bias=True), _forward(rng, (4, 3, 2), bias=False))


def _layer(case: Case, sizes: tuple[int, int], *, bias: bool) -> int:
    inputs, outputs = sizes
    end = "" if bias else ", bias=False"
    case.write(f"layer = Linear({inputs}, {outputs}{end})")
    both = case.value(inputs), case.value(outputs)
    if bias:
        return case.call("Linear", *both)
    return case.call("Linear", *both, bias=case.value(value=False))


def _registered(*, bias: bool) -> Probe:
    case = Case(f"Linear, its parameters with bias={bias}", "training")
    layer = _layer(case, (3, 4), bias=bias)
    case.write("[p.shape for p in layer.parameters()]")
    weight, held = case.attr(layer, "weight"), case.attr(layer, "bias")
    for name, step in (("weight", weight), ("bias", held))[: 1 + bias]:
        kind = case.call("isinstance", step, case.name("Parameter"))
        case.holds(kind, f"isinstance(layer.{name}, Parameter)")
    if not bias:
        case.expect(Absent(held, "layer.bias"))
    found = case.call("len", case.call("list", case.method(layer, "parameters")))
    case.near(found, 1 + bias, "len(list(layer.parameters()))")
    return case.probe(size=2)


def _forward(
    rng: np.random.Generator, sizes: tuple[int, int, int], *, bias: bool
) -> Probe:
    """Put known numbers into a layer and follow them both ways."""
    rows, inputs, outputs = sizes
    case = Case(
        f"Linear({inputs}, {outputs}) on {rows} rows, bias={bias}", "broadcasting"
    )
    shapes: list[Shape] = [
        (rows, inputs),
        (outputs, inputs),
        (outputs,),
        (rows, outputs),
    ]
    x, weight, offset, upstream = several(rng, shapes, high=2.2)
    layer = _layer(case, (inputs, outputs), bias=bias)
    held = {"weight": weight, **({"bias": offset} if bias else {})}
    tensors = {}
    for name, array in held.items():
        tensors[name] = case.attr(layer, name)
        case.set_attr(tensors[name], "array", case.array(array))
        case.write(f"layer.{name}.array = {shown(array)}")
    leaf = case.leaf("x", x)
    made = case.call(layer, leaf)
    case.write(f"layer(x).backward(Tensor({shown(upstream)}))")
    right = x @ weight.T + (offset if bias else 0)
    case.near(case.attr(made, "array"), right, "layer(x).array", "forward")
    _backward(case, made, upstream)
    case.gradient(leaf, upstream @ weight, "x")
    case.gradient(tensors["weight"], upstream.T @ x, "layer.weight")
    if bias:
        case.gradient(tensors["bias"], upstream.sum(0), "layer.bias")
    case.near(case.attr(leaf, "array"), x, "x.array afterwards")
    return case.probe(size=x.size + weight.size)


def _starts(inputs: int, outputs: int, name: str) -> Probe:
    """Drawn numbers fill the range of one over the root of the inputs, and no more."""
    case = Case(f"Linear({inputs}, {outputs}), how its {name} starts", "training")
    layer = _layer(case, (inputs, outputs), bias=True)
    code = f"layer.{name}.array"
    case.write(f"abs({code}).max()")
    bound = inputs**-0.5
    shape = (outputs, inputs) if name == "weight" else (outputs,)
    held = case.attr(layer, f"{name}.array")
    case.expect(Within(held, -bound, bound, 0.9 * bound, shape, code))
    return case.probe(size=1000)


def cross_entropy(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for one loss per row and its gradient, for square logits and others."""
    cases: tuple[tuple[Shape, tuple[int, ...]], ...] = (
        ((1, 2), (0,)),
        ((2, 2), (1, 0)),
        ((2, 3), (2, 2)),
        ((3, 3), (1, 1, 2)),
        ((4, 4), (3, 0, 2, 2)),
        ((3, 4), (0, 3, 1)),
    )
    probes = [
        _loss(rng, several(rng, [shape], high=3.6)[0], labels)
        for shape, labels in cases
    ]
    return (*probes, _large(rng))


def _large(rng: np.random.Generator) -> Probe:
    return _loss(rng, np.array([[1000.0, 1001.5]]), (0,), only=LARGE)


def conventions(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask relu at 0 and cross-entropy of large logits."""
    return (_kink(rng), _large(rng))


def _loss(
    rng: np.random.Generator,
    logits: Array,
    labels: tuple[int, ...],
    *,
    only: Convention | None = None,
) -> Probe:
    case = Case(f"cross_entropy on {logits.shape}", "chain rule")
    leaf = case.leaf("logits", logits)
    case.write(f"labels = Tensor(np.array({list(labels)}))")
    true = np.array(labels, dtype=np.int64)
    made = case.call("cross_entropy", leaf, case.call("Tensor", case.integers(true)))
    (upstream,) = several(rng, [(len(labels),)])
    case.write("loss = cross_entropy(logits, labels)")
    case.write(f"loss.backward(Tensor({shown(upstream)}))", "logits.grad")
    right = np.asarray(FORWARD["cross_entropy"](logits, true))
    case.near(case.attr(made, "array"), right, "the loss", "forward")
    _backward(case, made, upstream)
    back = BACKWARD["cross_entropy"][0](upstream, right, logits, true)
    case.gradient(leaf, np.asarray(back), "logits")
    case.near(case.attr(leaf, "array"), logits, "logits.array afterwards")
    return case.probe(size=logits.size, only=only)


PROBES: dict[str, Probes] = {
    "relu": relu,
    "Linear": linear,
    "cross_entropy": cross_entropy,
    "SGD": sgd,
}
