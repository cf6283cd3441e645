"""Ask for passes through graphs that are long, wide, or partly without effect."""

import numpy as np

from exercises.parts.cases import Case, several, shown
from exercises.questions import Probe

LONG, WIDE = 200, 60


def sizes(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask about a part that is zero, one leaf used often, and a long chain."""
    return (_zero(rng, beside=False), _zero(rng, beside=True), _wide(rng), _long(rng))


def _zero(rng: np.random.Generator, *, beside: bool) -> Probe:
    """Send back zeros: a gradient of zero is one, and hinders no other."""
    after = " + x" if beside else ""
    case = Case(f"backprop through x * 0{after}", "chain rule")
    x, upstream = several(rng, [(2,), (2,)])
    leaf = case.leaf("x", x)
    case.write("nothing = Tensor(np.zeros(2))")
    out = case.method(leaf, "__mul__", case.call("Tensor", case.array(0 * x)))
    if beside:
        out = case.method(out, "__add__", leaf)
    case.method(out, "backward", case.call("Tensor", case.array(upstream)))
    case.write(f"(x * nothing{after}).backward(Tensor({shown(upstream)}))", "x.grad")
    case.gradient(leaf, upstream * beside, "x")
    return case.probe(size=7)


def _wide(rng: np.random.Generator) -> Probe:
    """Use one leaf many times over: every use pays in."""
    case = Case(f"one leaf used {WIDE + 1} times", "reuse")
    x, upstream = several(rng, [(2,), (2,)])
    made = leaf = case.leaf("x", x)
    for _ in range(WIDE):
        made = case.method(made, "__add__", leaf)
    case.write("y = x", f"for _ in range({WIDE}):", "    y = y + x")
    case.method(made, "backward", case.call("Tensor", case.array(upstream)))
    case.write(f"y.backward(Tensor({shown(upstream)}))", "x.grad")
    case.gradient(leaf, (WIDE + 1) * upstream, "x")
    return case.probe(size=60)


def _long(rng: np.random.Generator) -> Probe:
    case = Case(f"a chain of {LONG} operations", "order")
    x, upstream = several(rng, [(2,), (2,)])
    made = leaf = case.leaf("x", x)
    for _ in range(LONG):
        made = case.method(made, "__neg__")
    case.write("y = x", f"for _ in range({LONG}):", "    y = -y")
    case.method(made, "backward", case.call("Tensor", case.array(upstream)))
    case.write(f"y.backward(Tensor({shown(upstream)}))", "x.grad")
    case.gradient(leaf, upstream * (-1) ** LONG, "x")
    return case.probe(size=61)
