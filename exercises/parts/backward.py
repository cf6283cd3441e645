"""Ask about section 1: backward functions on plain arrays."""

import numpy as np

from exercises.nouns import Array, Plain
from exercises.parts.cases import Case, Convention, Shape, several, shown
from exercises.parts.rules import Call, Rule, about, asked, small_first
from exercises.questions import Probe
from reference_engine.shapes import unbroadcast

LOG = Rule(unit="log_back", op="log", signed=False)
LEFT = Rule(unit="multiply_back0", op="multiply", argument=0)
RIGHT = Rule(unit="multiply_back1", op="multiply", argument=1)

EMPTY = Convention("A sum over no numbers is 0, as in PyTorch.")

# From one stretched axis to several of both kinds; the broadcast shape stands first.
STRETCHED: tuple[tuple[Shape, Shape], ...] = (
    ((2,), ()),
    ((2,), (1,)),
    ((2, 3), (3,)),
    ((2, 3), (2, 1)),
    ((2, 3), (1, 3)),
    ((3, 3), (3,)),
    ((3, 3), (3, 1)),
    ((2, 2), ()),
    ((2, 3), (2, 3)),
    ((), ()),
    ((1, 1, 3), (1, 1, 3)),
    ((1, 1, 3), (1,)),
    ((1, 3), (3,)),
    ((1, 1), ()),
    ((2, 1, 3), (1, 3)),
    ((2, 3, 2), (3, 1)),
    ((2, 3, 2), (1, 3, 1)),
    ((2, 2, 3), (3,)),
    ((2, 3, 4), (2, 1, 1)),
    ((2, 3, 4), (1, 1, 4)),
    ((2, 2, 3, 2), (1, 3, 1)),
    ((2, 2, 1, 3, 2), (2, 1, 1, 2)),
    ((1, 2, 2, 1, 3), (2, 2, 1, 1)),
    ((2, 2, 2, 2, 3), (3,)),
    ((2, 1, 2, 2, 2), ()),
)


@small_first
def log_back(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for slopes at x, below and above 1, with any upstream."""
    shapes: tuple[Shape, ...] = ((1,), (), (2,), (3,), (2, 3), (3, 3), (2, 1, 3))
    # Where the slope is steep, and where it is nearly flat.
    ends = Call(operands=(np.array([0.1, 0.02, 50.0]),))
    return (*(asked(LOG, rng, shape) for shape in shapes), about(LOG, rng, ends))


@small_first
def summed_back(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for sums over every kind of stretched axis."""
    probes = [
        _unbroadcast(wide, several(rng, [wide])[0], np.zeros(narrow))
        if number % 4 == 1
        else _unbroadcast(wide, *several(rng, [wide, narrow]))
        for number, (wide, narrow) in enumerate(STRETCHED)
    ]
    counts = np.arange(3, dtype=np.int64) + 4
    probes.append(_unbroadcast((2, 3), several(rng, [(2, 3)])[0], counts))
    empty = _unbroadcast((0, 3), np.zeros((0, 3)), np.ones((1, 3)), only=EMPTY)
    return (*probes, empty)


def _unbroadcast(
    wide: Shape,
    broadcasted: Array,
    original: Plain,
    *,
    only: Convention | None = None,
) -> Probe:
    case = Case(f"unbroadcast {wide} to {original.shape}", "broadcasting")
    case.write(f"broadcasted = {shown(broadcasted)}")
    case.write(f"original = {shown(original)}")
    if only:
        case.lines = ["broadcasted = np.zeros((0, 3))", "original = np.ones((1, 3))"]
    case.write("unbroadcast(broadcasted, original)")
    first, second = case.plain(broadcasted), case.plain(original)
    answer = case.call("unbroadcast", first, second)
    right = unbroadcast(broadcasted, original)
    case.near(answer, right, "unbroadcast", "gradient")
    case.kept(first, "broadcasted")
    case.kept(second, "original")
    return case.probe(size=broadcasted.size + original.size, only=only)


@small_first
def multiply_back0(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for the gradient of x in x * y."""
    numbers = (
        asked(LEFT, rng, (2,), 2.5),
        asked(LEFT, rng, (), 3),
        asked(LEFT, rng, (2, 3), -1.5),
    )
    return _product(LEFT, rng, numbers)


@small_first
def multiply_back1(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for the gradient of y in x * y."""
    numbers = (
        asked(RIGHT, rng, 2.5, (2,)),
        asked(RIGHT, rng, 3, ()),
        asked(RIGHT, rng, -1.5, (2, 3)),
    )
    return _product(RIGHT, rng, numbers)


def _product(
    rule: Rule, rng: np.random.Generator, numbers: tuple[Probe, ...]
) -> tuple[Probe, ...]:
    alike: tuple[Shape, ...] = ((1,), (2,), (3, 3), (2, 3))
    stretched: tuple[tuple[Shape, Shape], ...] = (
        ((2,), ()),
        ((), (2,)),
        ((2, 1), (3,)),
        ((3,), (2, 1)),
        ((2, 3), (3,)),
        ((3,), (2, 3)),
        ((2, 3), (1, 3)),
        ((2, 1), (2, 3)),
        ((3, 3), (3,)),
        ((3, 1), (3, 3)),
        ((2, 1, 3), (2, 1)),
    )
    x, y = several(rng, [(3,), (3,)])
    zeros = (
        Call(operands=(x * [1, 0, 1], y)),
        Call(operands=(x, y * [0, 1, 1])),
    )
    return (
        *(asked(rule, rng, shape, shape) for shape in alike),
        *(about(rule, rng, call) for call in zeros),
        *numbers,
        *(asked(rule, rng, *pair, concept="broadcasting") for pair in stretched),
    )


@small_first
def forward_and_back(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for three gradients of log(a * b * log(c)), alike and broadcast."""
    shapes: tuple[tuple[Shape, Shape, Shape], ...] = (
        ((), (), ()),
        ((2,), (2,), (2,)),
        ((3, 3), (3, 3), (3, 3)),
        ((2, 3), (2, 3), (1,)),
        ((2, 3), (3,), (2, 1)),
        ((3,), (2, 1), (2, 3)),
    )
    return tuple(_whole(rng, triple) for triple in shapes)


def _whole(rng: np.random.Generator, shapes: tuple[Shape, Shape, Shape]) -> Probe:
    # c stays above 1, where its logarithm may be taken again.
    inputs = several(rng, shapes, low=1.2, high=4.5, signed=False)
    a, b, c = inputs
    ones = np.ones(np.broadcast_shapes(*shapes))
    right = (ones / a, ones / b, ones / (c * np.log(c)))
    alike = len(set(shapes)) == 1
    case = Case(
        f"forward_and_back on {shapes}", "chain rule" if alike else "broadcasting"
    )
    sent = [case.plain(each) for each in inputs]
    answer = case.call("forward_and_back", *sent)
    for position, (name, given) in enumerate(zip("abc", inputs, strict=True)):
        case.write(f"{name} = {shown(given)}")
        part = case.item(answer, case.value(position))
        case.near(part, unbroadcast(right[position], given), f"dg/d{name}", "gradient")
        case.kept(sent[position], name)
    case.write("forward_and_back(a, b, c)")
    return case.probe(size=sum(each.size for each in inputs))


PROBES = {
    "log_back": log_back,
    "unbroadcast": summed_back,
    "multiply_back0": multiply_back0,
    "multiply_back1": multiply_back1,
    "forward_and_back": forward_and_back,
}
