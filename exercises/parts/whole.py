"""Ask a whole engine what graphs of a few operations cannot show."""

import numpy as np

from exercises.parts.cases import Case, several, shown
from exercises.parts.modules import conventions, layers
from exercises.parts.open_ends import open_ends
from exercises.parts.operators import operators
from exercises.parts.passes import by_keyword
from exercises.parts.sizes import sizes
from exercises.parts.stretch import TIE
from exercises.parts.training import sgd
from exercises.questions import Probe


def counted(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for operators, keywords, sizes, layers, nested modules and steps."""
    return (
        *operators(rng),
        *by_keyword(rng),
        _kept(rng),
        *(_three_axes(rng, dim) for dim in (1, None)),
        *sizes(rng),
        *layers(rng),
        _nested(),
        *sgd(rng)[:3],
    )


def uncounted(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask what is only shown; the last of these may end a guest."""
    return (_tie(rng), *conventions(rng), *open_ends(rng))


def _kept(rng: np.random.Generator) -> Probe:
    """Sum by the method with its keyword, then broadcast the kept axis back."""
    case = Case("x * x.sum(dim=1, keepdim=True)", "broadcasting")
    x, upstream = several(rng, [(2, 3), (2, 3)], high=1.9)
    leaf = case.leaf("x", x)
    named = {"dim": case.value(1), "keepdim": case.value(value=True)}
    total = case.method(leaf, "sum", **named)
    out = case.method(leaf, "__mul__", total)
    case.method(out, "backward", case.call("Tensor", case.array(upstream)))
    case.write("out = x * x.sum(dim=1, keepdim=True)")
    case.write(f"out.backward(Tensor({shown(upstream)}))", "x.grad")
    rows = x.sum(axis=1, keepdims=True)
    case.near(case.attr(total, "array"), rows, "x.sum(...).array", "forward")
    right = upstream * rows + (upstream * x).sum(axis=1, keepdims=True)
    case.gradient(leaf, right, "x")
    return case.probe(size=20)


def _three_axes(rng: np.random.Generator, dim: int | None) -> Probe:
    """Sum an array of three axes over the middle one, or over all."""
    case = Case(f"x.sum(dim={dim}) of three axes", "broadcasting")
    x = several(rng, [(2, 3, 2)])[0]
    out = x.sum(axis=dim)
    (upstream,) = several(rng, [out.shape])
    leaf = case.leaf("x", x)
    made = case.method(leaf, "sum", dim=case.value(dim))
    case.near(case.attr(made, "array"), out, "x.sum(...).array", "forward")
    case.method(made, "backward", case.call("Tensor", case.array(upstream)))
    case.write(f"x.sum(dim={dim}).backward(Tensor({shown(upstream)}))", "x.grad")
    right = upstream if dim is None else np.expand_dims(upstream, dim)
    case.gradient(leaf, np.broadcast_to(right, x.shape), "x")
    return case.probe(size=24)


def _nested() -> Probe:
    """Count the parameters of a module in a module in a module."""
    case = Case("a module in a module in a module", "training")
    made = case.call("_pairgrad_outer")
    count = case.call("len", case.call("list", case.method(made, "parameters")))
    case.write("class Deepest(Module): ...  # has one parameter")
    case.write("class Inner(Module): ...  # has another, and Deepest()")
    case.write("class Outer(Module): ...  # has a third, and Inner()")
    case.write("len(list(Outer().parameters()))")
    case.near(count, 3, "len(list(Outer().parameters()))")
    return case.probe(size=62)


def _tie(rng: np.random.Generator) -> Probe:
    """Add the two gradients of a maximum: a tie shares what arrived, no more."""
    case = Case("maximum at a tie, both shares added", "chain rule")
    (upstream,) = several(rng, [(3,)])
    x = case.leaf("x", np.array([1.5, 2.5, 0.7]))
    y = case.leaf("y", np.array([1.5, 0.5, 3.0]))
    out = case.call("maximum", x, y)
    case.method(out, "backward", case.call("Tensor", case.array(upstream)))
    both = [case.attr(leaf, "grad.array") for leaf in (x, y)]
    case.write(f"maximum(x, y).backward(Tensor({shown(upstream)}))")
    case.write("x.grad.array + y.grad.array")
    case.near(case.call("np.add", *both), upstream, "x.grad + y.grad")
    return case.probe(size=3, only=TIE)
