"""Ask a whole engine for each operator, from either side, with its gradients."""

from collections.abc import Callable
from typing import Any

import numpy as np

from exercises.nouns import Array
from exercises.parts.cases import Case, several, shown
from exercises.questions import Probe

# Method, how it is written, its value; the slope is the factor times a power of x.
Sided = tuple[str, str, Callable[[Array], Any], float, int]
SIDED: tuple[Sided, ...] = (
    ("__add__", "x + 2.5", lambda x: x + 2.5, 1, 0),
    ("__radd__", "2.5 + x", lambda x: 2.5 + x, 1, 0),
    ("__sub__", "x - 2.5", lambda x: x - 2.5, 1, 0),
    ("__rsub__", "2.5 - x", lambda x: 2.5 - x, -1, 0),
    ("__mul__", "x * 2.5", lambda x: x * 2.5, 2.5, 0),
    ("__rmul__", "2.5 * x", lambda x: 2.5 * x, 2.5, 0),
    ("__truediv__", "x / 2.5", lambda x: x / 2.5, 0.4, 0),
    ("__rtruediv__", "2.5 / x", lambda x: 2.5 / x, -2.5, -2),
)


def operators(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for every operator with a number, and for the matrix product."""
    return (*(_sided(rng, each) for each in SIDED), _product(rng))


def _sided(rng: np.random.Generator, sided: Sided) -> Probe:
    name, written, value, factor, power = sided
    case = Case(written, "chain rule")
    x, upstream = several(rng, [(2,), (2,)])
    leaf = case.leaf("x", x)
    out = case.method(leaf, name, case.value(2.5))
    case.near(case.attr(out, "array"), value(x), f"({written}).array", "forward")
    case.method(out, "backward", case.call("Tensor", case.array(upstream)))
    case.write(f"({written}).backward(Tensor({shown(upstream)}))", "x.grad")
    case.gradient(leaf, upstream * factor * x**power, "x")
    return case.probe(size=2)


def _product(rng: np.random.Generator) -> Probe:
    case = Case("x @ w", "shapes")
    x, w, upstream = several(rng, [(2, 3), (3, 2), (2, 2)], high=2.2)
    left, right = case.leaf("x", x), case.leaf("w", w)
    out = case.method(left, "__matmul__", right)
    case.near(case.attr(out, "array"), x @ w, "(x @ w).array", "forward")
    case.method(out, "backward", case.call("Tensor", case.array(upstream)))
    case.write(f"(x @ w).backward(Tensor({shown(upstream)}))", "x.grad, w.grad")
    case.gradient(left, upstream @ w.T, "x")
    case.gradient(right, x.T @ upstream, "w")
    return case.probe(size=12)
