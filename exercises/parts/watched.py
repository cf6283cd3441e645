"""Give an operation a backward function of our own, and watch who asks it."""

import numpy as np

from exercises.nouns import Array
from exercises.parts.cases import Case, several, shown
from exercises.questions import Op, Probe

NAME = "backprop by the registered rule"


def register(
    case: Case, function: str, rules: tuple[str, ...], written: str = ""
) -> int:
    """Wrap a function, register one rule for each argument, return the operation.

    ``written`` is the rule as course code; without it no line is written.
    """
    table = case.name("BACK_FUNCS")
    for position, rule in enumerate(rules):
        key = case.name(function)
        case.method(table, "add_back_func", key, case.value(position), case.name(rule))
    if written:
        shown_as = function if function.startswith("np.") else "plus"
        several_at = "0" if len(rules) == 1 else "position"
        case.write(f"BACK_FUNCS.add_back_func({shown_as}, {several_at}, {written})")
    return case.call("wrap_forward_fn", case.name(function))


def tripled(case: Case, node: int) -> int:
    """Apply floor, whose rule here triples what arrives: no slope of floor is 3."""
    rule = "lambda grad_out, out, x: 3 * grad_out"
    floor = register(case, "np.floor", ("_pairgrad_triple",), rule)
    case.write("y = wrap_forward_fn(np.floor)(x)")
    return case.call(floor, node)


def by_the_rule(rng: np.random.Generator) -> Probe:
    """Ask for a gradient that only the registered backward function can give.

    Nudging x moves x * x alone: who does not ask the rule is found out.
    """
    case = Case(NAME, "chain rule")
    x, upstream = several(rng, [(2,), (2,)])
    x = x + 0.05  # never a whole number, where floor has no slope at all
    node = case.leaf("x", x)
    square = case.method(node, "__mul__", node)
    made = case.method(tripled(case, node), "__add__", square)
    case.method(made, "backward", case.call("Tensor", case.array(upstream)))
    case.write(f"(y + x * x).backward(Tensor({shown(upstream)}))", "x.grad")
    case.gradient(node, 3 * upstream + 2 * x * upstream, "x")
    return case.probe(size=8)


def nudged(probe: Probe) -> Array:
    """Return what nudging measures where :func:`by_the_rule` asks."""
    values = [step.value for step in probe.program if step.op is Op.VALUE]
    sent: list[Array] = [
        np.asarray(each, np.float64) for each in values if isinstance(each, np.ndarray)
    ]
    x, upstream = sent
    return 2 * x * upstream
