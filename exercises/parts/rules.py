"""Ask a backward function about one operation: what arrives, what must leave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import numpy as np

from exercises.nouns import Array
from exercises.parts.cases import Case, Convention, Shape, several, shown
from exercises.questions import Probe
from reference_engine.rules import BACKWARD, FORWARD
from reference_engine.shapes import unbroadcast

# How the output is written in course code; {0} and {1} are the arguments.
OUTPUTS: dict[str, str] = {
    "log": "np.log({0})",
    "exp": "np.exp({0})",
    "negative": "-{0}",
    "add": "{0} + {1}",
    "subtract": "{0} - {1}",
    "multiply": "{0} * {1}",
    "true_divide": "{0} / {1}",
    "maximum": "np.maximum({0}, {1})",
    "matmul": "{0} @ {1}",
    "reshape": "{0}.reshape({1})",
    "permute": "{0}.transpose({1})",
    "sum": "{0}.sum(axis={1}, keepdims={2})",
    "getitem": "{0}[{1}]",
    "expand": "np.broadcast_to({0}, {1})",
}
NAMES = ("x", "y")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A backward function of the course and the operation it belongs to.

    ``signed`` and ``high`` keep its operands where the operation is defined and small.
    ``registered`` names the forward function under which a lambda must be found.
    """

    unit: str
    op: str
    argument: int = 0
    signed: bool = True
    high: float = 3.3
    registered: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: the operands, then what follows them by position or by keyword."""

    operands: tuple[Any, ...]
    extra: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)


Probes = Callable[[np.random.Generator], tuple[Probe, ...]]


def small_first(probes: Probes) -> Probes:
    """Order what a function yields by size, so that the first failure is the smallest.

    Labelled probes come last: they are conventions, not questions.
    """

    @wraps(probes)
    def ordered(rng: np.random.Generator) -> tuple[Probe, ...]:
        return tuple(sorted(probes(rng), key=lambda each: (each.labelled, each.size)))

    return ordered


def asked(
    rule: Rule,
    rng: np.random.Generator,
    *shapes: Shape | float,
    concept: str = "chain rule",
    extra: tuple[Any, ...] = (),
    keywords: Mapping[str, Any] | None = None,
) -> Probe:
    """Ask about operands of these shapes (or these plain numbers), drawn afresh."""
    tuples = [shape for shape in shapes if isinstance(shape, tuple)]
    drawn = iter(several(rng, tuples, high=rule.high, signed=rule.signed))
    operands = tuple(
        next(drawn) if isinstance(shape, tuple) else shape for shape in shapes
    )
    call = Call(operands=operands, extra=extra, keywords=dict(keywords or {}))
    return about(rule, rng, call, concept=concept)


def about(
    rule: Rule,
    rng: np.random.Generator,
    call: Call,
    *,
    concept: str = "chain rule",
    only: Convention | None = None,
) -> Probe:
    """Ask about exactly these operands, with a random upstream gradient."""
    rest = (*call.extra, *call.keywords.values())
    out = np.asarray(FORWARD[rule.op](*call.operands, *rest), dtype=np.float64)
    (arriving,) = several(rng, [out.shape], low=0.5, high=4.9)
    shapes = " and ".join(str(np.shape(operand)) for operand in call.operands)
    case = Case(f"{rule.unit} on {shapes}", concept)
    _write(case, rule, call, arriving)
    _ask(case, rule, call, (arriving, out))
    return case.probe(size=_numbers(call) + out.size, only=only)


def _leaving(rule: Rule, arriving: Array, out: Array, call: Call) -> Array:
    """Return the expected gradient, in the shape of the differentiated argument."""
    rest = (*call.extra, *call.keywords.values())
    operands = [np.asarray(operand) for operand in call.operands]
    raw = BACKWARD[rule.op][rule.argument](arriving, out, *operands, *rest)
    return np.asarray(unbroadcast(np.asarray(raw), operands[rule.argument]))


def _write(case: Case, rule: Rule, call: Call, arriving: Array) -> None:
    for name, operand in zip(NAMES, call.operands, strict=False):
        case.write(f"{name} = {shown(operand)}")
    case.write(f"grad_out = {shown(arriving)}", _written(rule, call))


def _ask(case: Case, rule: Rule, call: Call, outer: tuple[Array, Array]) -> None:
    """Call the function with (grad_out, out) and the rest, and look at it all again."""
    upstream, result = (case.plain(array) for array in outer)
    sent = [case.plain(operand) for operand in call.operands]
    rest = [case.value(item) for item in call.extra]
    named = {name: case.value(item) for name, item in call.keywords.items()}
    function = _function(case, rule)
    answer = case.call(function, upstream, result, *sent, *rest, **named)
    case.near(answer, _leaving(rule, *outer, call), rule.unit, "gradient")
    case.kept(upstream, "grad_out")
    case.kept(result, "out")
    for name, step, operand in zip(NAMES, sent, call.operands, strict=False):
        if isinstance(operand, np.ndarray):
            case.kept(step, name)


def _function(case: Case, rule: Rule) -> int:
    if not rule.registered:
        return case.name(rule.unit)
    key, position = case.name(rule.registered), case.value(rule.argument)
    return case.method(case.name("BACK_FUNCS"), "get_back_func", key, position)


def _written(rule: Rule, call: Call) -> str:
    """Write the call as course code."""
    names = NAMES[: len(call.operands)]
    rest = [*call.extra, *call.keywords.values()]
    if rule.op == "sum":
        rest = [*rest, *(None, False)[len(rest) :]]
    out = OUTPUTS[rule.op].format(*names, *rest)
    named = [f"{name}={shown(item)}" for name, item in call.keywords.items()]
    extra = [shown(item) for item in call.extra]
    arguments = ", ".join(("grad_out", out, *names, *extra, *named))
    function = rule.unit
    if rule.registered:
        function = f"BACK_FUNCS.get_back_func({rule.registered}, {rule.argument})"
    return f"{function}({arguments})"


def _numbers(call: Call) -> int:
    return sum(int(np.size(operand)) for operand in call.operands)
