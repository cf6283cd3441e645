"""Ask for backward passes called more than once, and for what they must leave alone."""

import numpy as np

from exercises.parts.cases import Case, several, shown
from exercises.questions import Probe


def repeats(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for two losses on one leaf, on one middle, and one end handed in twice."""
    return (
        _two_graphs(rng),
        _shared_middle(rng),
        _end_twice(rng),
        *(_handed_in(rng, kind) for kind in ("Tensor", "array")),
    )


def _two_graphs(rng: np.random.Generator) -> Probe:
    """Two losses on one leaf: the second adds to the first."""
    case = Case("backprop of two losses", "reuse")
    x, first, second = several(rng, [(2,), (2,), (2,)], signed=False)
    node = case.leaf("x", x)
    for upstream, op in ((first, "log"), (second, "exp")):
        made = case.method(node, op)
        case.method(made, "backward", case.call("Tensor", case.array(upstream)))
        case.write(f"x.{op}().backward(Tensor({shown(upstream)}))")
    case.gradient(node, first / x + second * np.exp(x), "x")
    case.write("x.grad")
    return case.probe(size=8)


def _shared_middle(rng: np.random.Generator) -> Probe:
    """Two losses on one middle: what the first left there must not count again."""
    case = Case("backprop of two losses with a shared middle", "reuse")
    x, y = several(rng, [(2,), (2,)], high=1.6, signed=False)
    first, second = several(rng, [(2,), (2,)])
    one, other = case.leaf("x", x), case.leaf("y", y)
    middle = case.method(one, "__mul__", other)
    case.write("m = x * y")
    for upstream, op in ((first, "log"), (second, "exp")):
        made = case.method(middle, op)
        case.method(made, "backward", case.call("Tensor", case.array(upstream)))
        case.write(f"m.{op}().backward(Tensor({shown(upstream)}))")
    arriving = first / (x * y) + second * np.exp(x * y)
    case.gradient(one, arriving * y, "x")
    case.gradient(other, arriving * x, "y")
    case.write("x.grad, y.grad")
    return case.probe(size=9)


def _end_twice(rng: np.random.Generator) -> Probe:
    """Hand one end gradient to a leaf twice: adding must not write into it."""
    case = Case("backprop from a leaf, twice", "reuse")
    x, upstream = several(rng, [(2,), (2,)])
    node = case.leaf("x", x)
    end = case.call("Tensor", case.array(upstream))
    case.write(f"end_grad = Tensor({shown(upstream)})")
    for _ in range(2):
        case.call("backprop", node, end)
        case.write("backprop(x, end_grad)")
    case.write("x.grad, end_grad")
    case.gradient(node, 2 * upstream, "x")
    case.near(case.attr(end, "array"), upstream, "end_grad.array")
    return case.probe(size=6)


def _handed_in(rng: np.random.Generator, kind: str) -> Probe:
    """Hand the upstream gradient in; it must come back as it was."""
    case = Case(f"backprop from an end_grad that is a {kind}", "reuse")
    x, y, upstream = several(rng, [(2,), (2,), (2,)])
    one, other = case.leaf("x", x), case.leaf("y", y)
    inner = case.method(one, "__add__", other)
    made = case.method(inner, "__add__", one)
    sent = case.plain(upstream)
    if kind == "Tensor":
        end = case.call("Tensor", sent)
        case.call("backprop", made, end)
        case.write(f"end_grad = Tensor({shown(upstream)})")
        case.write("backprop(x + y + x, end_grad)")
        case.near(case.attr(end, "array"), upstream, "end_grad.array")
    else:
        case.method(made, "backward", sent)
        case.write(f"end_grad = {shown(upstream)}", "(x + y + x).backward(end_grad)")
    case.gradient(one, 2 * upstream, "x")
    case.gradient(other, upstream, "y")
    case.kept(sent, "end_grad")
    return case.probe(size=7)
