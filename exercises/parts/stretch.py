"""Ask about the backward functions of section 3, one operation each."""

from itertools import permutations

import numpy as np

from exercises.parts.cases import Convention, Shape, several
from exercises.parts.rules import Call, Probes, Rule, about, asked, small_first
from exercises.questions import Probe

Pair = tuple[Shape, Shape]

ALIKE: tuple[Shape, ...] = ((1,), (), (2,), (2, 3), (3, 3), (2, 1, 3))
STRETCHED: tuple[Pair, ...] = (
    ((2,), ()),
    ((), (2,)),
    ((3,), (2, 1)),
    ((2, 1), (3,)),
    ((2, 3), (3,)),
    ((3,), (2, 3)),
    ((1, 3), (2, 3)),
    ((2, 3), (2, 1)),
    ((3,), (3, 3)),
    ((3, 3), (3, 1)),
    ((2, 1), (2, 1, 3)),
)
RESHAPED: tuple[Pair, ...] = (
    ((), (1, 1)),
    ((1,), ()),
    ((2,), (2, 1)),
    ((2, 2), (4,)),
    ((2, 3), (3, 2)),
    ((6,), (2, 3)),
    ((2, 3), (-1,)),
    ((2, 1, 3), (3, 2)),
)
DIMS: tuple[int | tuple[int, ...] | None, ...] = (None, 0, 1, -1, -2, (0, 1), (1, 0))

TIE = Convention(
    "At a tie the course gives half to each; any two shares are fine that add up to what"
    " arrived.",
    "ties-mishandled",
)
SINGLE = Convention("The sum of one 0-d number is that number.", "scalar-operand")
MIXED = Convention("NumPy permits positive and negative axes side by side.")

# slug of the forward function -> the five rules that are one line each
LINES: tuple[tuple[str, str, int], ...] = (
    ("add_back1", "add", 1),
    ("subtract_back0", "subtract", 0),
    ("subtract_back1", "subtract", 1),
    ("true_divide_back0", "true_divide", 0),
    ("true_divide_back1", "true_divide", 1),
)


def _one_operand(rule: Rule) -> Probes:
    @small_first
    def probes(rng: np.random.Generator) -> tuple[Probe, ...]:
        # Zero, and numbers far enough out for a limit to show.
        always = ([0.0, -1.3, 2.1], [3.1, -6.5], [6.5])
        calls = [Call(operands=(np.array(each),)) for each in always]
        return (
            *(asked(rule, rng, shape) for shape in ALIKE),
            *(about(rule, rng, call) for call in calls),
        )

    return probes


def _two_operands(rule: Rule) -> Probes:
    @small_first
    def probes(rng: np.random.Generator) -> tuple[Probe, ...]:
        return (
            *(asked(rule, rng, shape, shape) for shape in ALIKE),
            *(asked(rule, rng, *pair, concept="broadcasting") for pair in STRETCHED),
        )

    return probes


def _maximum(rule: Rule) -> Probes:
    @small_first
    def probes(rng: np.random.Generator) -> tuple[Probe, ...]:
        x, y = several(rng, [(3,), (2, 3)])
        low, high = np.array([0.5, 3.0, -1.2]), np.array([2.5, -0.7, 0.8])
        both_ways = Call(operands=(low, high))
        scalars = (
            [Call(operands=(x, 0.0)), Call(operands=(y, 0.0))]
            if rule.argument == 0
            else [Call(operands=(0.0, x)), Call(operands=(0.0, y))]
        )
        tie = Call(operands=(np.array([2.5, 0.5]), np.array([2.5, 3.0])))
        return (
            about(rule, rng, both_ways),
            *_two_operands(rule)(rng),
            *(about(rule, rng, call, concept="broadcasting") for call in scalars),
            about(rule, rng, tie, concept="chain rule", only=TIE),
        )

    return probes


@small_first
def reshape_back(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for the same numbers in the old shape, in the same order."""
    rule = Rule(unit="reshape_back", op="reshape")
    probes = [
        asked(rule, rng, old, extra=(new,), concept="shapes") for old, new in RESHAPED
    ]
    named = {"new_shape": (3, 2)}
    return (*probes, asked(rule, rng, (2, 3), keywords=named, concept="shapes"))


@small_first
def permute_back(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for every permutation of 2 to 4 axes, by position and by keyword."""
    rule = Rule(unit="permute_back", op="permute")
    shape = (2, 3, 1, 2)
    ways = [
        (shape[:count], axes)
        for count in (2, 3, 4)
        for axes in permutations(range(count))
        if axes != tuple(range(count))
    ]
    ways += [((2, 3), (-1, -2)), ((3, 3), (1, 0)), ((3, 3, 3), (2, 0, 1))]
    probes = [
        asked(rule, rng, old, keywords={"axes": axes}, concept="shapes")
        if number % 2
        else asked(rule, rng, old, extra=(axes,), concept="shapes")
        for number, (old, axes) in enumerate(ways)
    ]
    # A mixture of signs: NumPy's argsort of it is no inverse, torch's answer is.
    x = several(rng, [(2, 3, 2)])[0]
    mixed = Call(operands=(x,), extra=((0, -1, -2),))
    return (*probes, about(rule, rng, mixed, concept="shapes", only=MIXED))


@small_first
def sum_back(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for sums over no, one, negative and several dimensions, axes kept or not."""
    rule = Rule(unit="sum_back", op="sum")
    probes = [asked(rule, rng, (2,), concept="broadcasting")]
    for shape in ((2, 3), (3, 3), (2, 3, 2)):
        for dim in DIMS:
            for keepdim in (False, True):
                named = {"dim": dim, "keepdim": keepdim}
                probes.append(
                    asked(rule, rng, shape, keywords=named, concept="broadcasting")
                )
    for both in ((0, -1), (2, -2)):
        ends = {"dim": both}
        probes.append(
            asked(rule, rng, (2, 3, 2), keywords=ends, concept="broadcasting")
        )
    probes.append(asked(rule, rng, (2, 3), extra=(1,), concept="broadcasting"))
    probes.append(asked(rule, rng, (2, 3), extra=(0, True), concept="broadcasting"))
    # Who takes axis 0 for "all axes" is right everywhere else, so this only informs.
    single = Call(operands=(np.array(1.7),))
    probes.append(about(rule, rng, single, concept="broadcasting", only=SINGLE))
    return tuple(probes)


def _matmul(rule: Rule) -> Probes:
    shapes: tuple[Pair, ...] = (
        ((1, 1), (1, 1)),
        ((1, 2), (2, 1)),
        ((2, 2), (2, 2)),
        ((2, 3), (3, 4)),
        ((3, 2), (2, 1)),
        ((3, 3), (3, 3)),
    )

    @small_first
    def probes(rng: np.random.Generator) -> tuple[Probe, ...]:
        return tuple(asked(rule, rng, *pair, concept="shapes") for pair in shapes)

    return probes


def _line(rule: Rule) -> Probes:
    """Ask a rule of one line about arrays, a number as the other operand, and 0."""

    @small_first
    def probes(rng: np.random.Generator) -> tuple[Probe, ...]:
        numbers = [
            asked(rule, rng, *((shape, 2.5) if rule.argument == 0 else (2.5, shape)))
            for shape in ((2,), ())
        ]
        x, y = several(rng, [(3,), (3,)])
        zero = Call(operands=(x * [1, 0, 1], y))
        return (*_two_operands(rule)(rng), *numbers, about(rule, rng, zero))

    return probes


def _lambdas() -> dict[str, Probes]:
    return {
        unit: _line(Rule(unit=unit, op=op, argument=argument, registered=f"np.{op}"))
        for unit, op, argument in LINES
    }


PROBES: dict[str, Probes] = {
    "negative_back": _one_operand(Rule(unit="negative_back", op="negative")),
    "exp_back": _one_operand(Rule(unit="exp_back", op="exp", high=2.4)),
    "reshape_back": reshape_back,
    "permute_back": permute_back,
    "sum_back": sum_back,
    **_lambdas(),
    "maximum_back0": _maximum(Rule(unit="maximum_back0", op="maximum", argument=0)),
    "maximum_back1": _maximum(Rule(unit="maximum_back1", op="maximum", argument=1)),
    "matmul2d_back0": _matmul(Rule(unit="matmul2d_back0", op="matmul", argument=0)),
    "matmul2d_back1": _matmul(Rule(unit="matmul2d_back1", op="matmul", argument=1)),
}
