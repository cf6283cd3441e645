"""Show how a backward pass behaves where the course leaves it open; never decide."""

import numpy as np

from exercises.parts.cases import Case, Convention, several, shown
from exercises.parts.watched import register, tripled
from exercises.questions import Probe

DEEP = 1500
DOUBLINGS = 10

PATHS = Convention(
    "A pass that goes down every path is right, but its work doubles with every such"
    " step.",
    "recursion-without-order",
)
DEPTH = Convention(
    f"A chain of {DEEP} is deeper than Python's recursion goes; graded graphs are not."
)
WHOLE = Convention(
    "PyTorch refuses leaves of integers; the course allows them.", "integer-accumulator"
)
READ_ONLY = Convention(
    "A backward function may return a read-only view, as one of a sum does.",
    "in-place-on-shared-array",
)
HANDED_ON = Convention(
    "A backward function may hand on the very array it was given.",
    "in-place-on-shared-array",
)


def open_ends(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask about shared memory, integers, repeated work and great depth."""
    return (
        _read_only(rng),
        _handed_on(rng),
        _integer_leaf(rng),
        _every_path(rng),
        _deep(rng),
    )


def _read_only(rng: np.random.Generator) -> Probe:
    case = Case("backprop, a rule that returns a view", "reuse")
    x, upstream = several(rng, [(3,), ()])
    case.write("total = wrap_forward_fn(np.sum)")
    rule = "lambda grad_out, out, x: np.broadcast_to(grad_out, x.shape)"
    total = register(case, "np.sum", ("_pairgrad_spread",), rule)
    node = case.leaf("x", x)
    both = case.method(case.call(total, node), "__add__", case.call(total, node))
    case.method(both, "backward", case.call("Tensor", case.array(upstream)))
    case.write(f"(total(x) + total(x)).backward(Tensor({shown(upstream)}))", "x.grad")
    case.gradient(node, np.full((3,), 2 * upstream), "x")
    return case.probe(size=101, only=READ_ONLY)


def _handed_on(rng: np.random.Generator) -> Probe:
    """Add a and b, then a again: the gradient of b is the one the sum got."""
    case = Case("backprop, rules that hand on their array", "reuse")
    a, b, upstream = several(rng, [(2,), (2,), (2,)])
    case.write("plus = wrap_forward_fn(lambda x, y: x + y)")
    rule = "lambda grad_out, out, x, y: grad_out"
    rules = ("_pairgrad_hand_on", "_pairgrad_hand_on")
    plus = register(case, "_pairgrad_plus", rules, rule)
    one, other = case.leaf("a", a), case.leaf("b", b)
    end = case.call(plus, case.call(plus, one, other), one)
    case.method(end, "backward", case.call("Tensor", case.array(upstream)))
    case.write(f"plus(plus(a, b), a).backward(Tensor({shown(upstream)}))")
    case.gradient(one, 2 * upstream, "a")
    case.gradient(other, upstream, "b")
    return case.probe(size=102, only=HANDED_ON)


def _integer_leaf(rng: np.random.Generator) -> Probe:
    case = Case("backprop to a leaf of integers", "chain rule")
    (upstream,) = several(rng, [(3,)])
    node = case.leaf("x", np.array([1, 2, 3]))
    made = case.method(node, "__mul__", case.value(2.5))
    case.method(made, "backward", case.call("Tensor", case.array(upstream)))
    case.write(f"(x * 2.5).backward(Tensor({shown(upstream)}))", "x.grad")
    case.gradient(node, 2.5 * upstream, "x")
    return case.probe(size=103, only=WHOLE)


def _every_path(rng: np.random.Generator) -> Probe:
    """Count how often the rule below a ladder of doublings is asked."""
    case = Case(f"backprop, one rule below {DOUBLINGS} doublings", "order")
    (x,) = several(rng, [(2,)])
    node = case.leaf("x", x)
    made = tripled(case, node)
    for _ in range(DOUBLINGS):
        made = case.method(made, "__add__", made)
    case.write(f"for _ in range({DOUBLINGS}):", "    y = y + y", "y.backward()")
    case.method(case.name("_pairgrad_asked"), "clear")
    case.method(made, "backward")
    calls = case.call("len", case.name("_pairgrad_asked"))
    case.near(calls, 1, "the number of times the rule was called")
    return case.probe(size=104, only=PATHS)


def _deep(rng: np.random.Generator) -> Probe:
    case = Case(f"backprop through a chain of {DEEP}", "order")
    (x,) = several(rng, [(1,)])
    made = node = case.leaf("x", x)
    for _ in range(DEEP):
        made = case.method(made, "__neg__")
    case.write("y = x", f"for _ in range({DEEP}):", "    y = -y", "y.backward()")
    case.method(made, "backward")
    case.gradient(node, np.ones(1), "x")
    return case.probe(size=105, only=DEPTH)
