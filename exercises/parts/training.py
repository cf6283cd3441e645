"""Ask an optimiser for steps that move the model's own arrays and record nothing."""

from collections.abc import Callable

import numpy as np

from exercises.nouns import Array
from exercises.parts.cases import Case, several, shown
from exercises.questions import Probe

RATE = 0.1
STEPS = 3


def sgd(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for one step, several, a generator of parameters, and zeroed gradients."""
    return (
        _one_step(rng),
        _zeroed(rng),
        _several_steps(rng, "list"),
        _several_steps(rng, "iter"),
        _unrecorded(rng),
    )


def _parameter(case: Case, name: str, array: Array) -> int:
    case.write(f"{name} = Parameter(Tensor({shown(array)}))")
    return case.call("Parameter", case.call("Tensor", case.array(array)))


def _optimiser(case: Case, parameters: list[int], names: str, kind: str) -> int:
    listed = case.call(kind, case.list(*parameters))
    inside = ", ".join(names)
    given = f"iter([{inside}])" if kind == "iter" else f"[{inside}]"
    case.write(f"optimiser = SGD({given}, lr={RATE})")
    return case.call("SGD", listed, lr=case.value(RATE))


def _give(case: Case, parameter: int, name: str, gradient: Array) -> None:
    held = case.call("Tensor", case.array(gradient))
    case.set_attr(parameter, "grad", held)
    case.write(f"{name}.grad = Tensor({shown(gradient)})")


def _one_step(rng: np.random.Generator) -> Probe:
    """Step once: the same parameter, the same array, moved against its gradient."""
    case = Case("SGD, one step", "training")
    start, gradient = several(rng, [(2,), (2,)])
    parameter = _parameter(case, "w", start)
    before = case.attr(parameter, "array")
    optimiser = _optimiser(case, [parameter], "w", "list")
    _give(case, parameter, "w", gradient)
    case.method(optimiser, "step")
    case.write("optimiser.step()", "w.array")
    after = case.attr(parameter, "array")
    case.near(after, start - RATE * gradient, "w.array")
    case.holds(case.same(before, after), "w.array is the array it was")
    case.holds(case.name("grad_tracking_enabled"), "grad_tracking_enabled")
    return case.probe(size=2)


def _zeroed(rng: np.random.Generator) -> Probe:
    """Zero every gradient, not only the first, and call it twice."""
    case = Case("SGD, zero_grad", "training")
    start, other, first, second = several(rng, [(2,), (3,), (2,), (3,)])
    parameters = [_parameter(case, "w", start), _parameter(case, "b", other)]
    optimiser = _optimiser(case, parameters, "wb", "list")
    for parameter, name, grad in zip(parameters, "wb", (first, second), strict=True):
        _give(case, parameter, name, grad)
    for _ in range(2):
        case.method(optimiser, "zero_grad")
        case.write("optimiser.zero_grad()")
    for parameter, name in zip(parameters, "wb", strict=True):
        case.no_gradient(parameter, name)
        held = case.attr(parameter, "array")
        case.near(held, start if name == "w" else other, f"{name}.array")
    return case.probe(size=4)


def _descend(case: Case, optimiser: int, loss: Callable[[], int]) -> None:
    case.method(optimiser, "zero_grad")
    case.method(loss(), "backward")
    case.method(optimiser, "step")


def _several_steps(rng: np.random.Generator, kind: str) -> Probe:
    """Descend on the sum of w * w * b; every parameter moves in every step."""
    case = Case(f"SGD, {STEPS} steps on parameters from a {kind}", "training")
    w, b = several(rng, [(2,), (2,)], high=1.4)
    first, second = _parameter(case, "w", w), _parameter(case, "b", b)
    optimiser = _optimiser(case, [first, second], "wb", kind)
    case.write(f"for _ in range({STEPS}):", "    optimiser.zero_grad()")
    case.write("    (w * w * b).sum().backward()", "    optimiser.step()")

    def loss() -> int:
        square = case.method(first, "__mul__", first)
        return case.method(case.method(square, "__mul__", second), "sum")

    for step in range(STEPS):
        _descend(case, optimiser, loss)
        w, b = w - RATE * 2 * w * b, b - RATE * w * w
        after = f"after step {step + 1}"
        for parameter, name, right in ((first, "w", w), (second, "b", b)):
            copy = case.method(case.attr(parameter, "array"), "copy")
            case.near(copy, right, f"{name}.array {after}")
    return case.probe(size=6)


def _unrecorded(rng: np.random.Generator) -> Probe:
    """After two steps a parameter is still a leaf that wants a gradient."""
    case = Case("SGD, parameters stay leaves", "training")
    (w,) = several(rng, [(2,)])
    parameter = _parameter(case, "w", w)
    optimiser = _optimiser(case, [parameter], "w", "list")
    case.write("for _ in range(2):", "    (w * w).sum().backward()")
    case.write("    optimiser.step()", "w.is_leaf, w.requires_grad")

    def loss() -> int:
        return case.method(case.method(parameter, "__mul__", parameter), "sum")

    for _ in range(2):
        _descend(case, optimiser, loss)
    case.holds(case.attr(parameter, "requires_grad"), "w.requires_grad")
    case.holds(case.attr(parameter, "is_leaf"), "w.is_leaf")
    return case.probe(size=8)
