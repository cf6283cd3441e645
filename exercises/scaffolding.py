"""Compose the code that stands in the guest before a pair's code is loaded."""

from collections.abc import Collection
from functools import cache
from pathlib import Path

from exercises.ask import Question
from exercises.catalogue import OPTIONAL, RUNGS, UNITS
from exercises.questions import Program, Rung

FOLDER = Path(__file__).parent / "scaffold"
LIMIT_BYTES = 65536

# The operations a class has by name once a unit of the course is done. Before that a
# name stays what Python says it is: section 1 sees the builtin sum.
PUBLIC: dict[str, tuple[str, ...]] = {
    "wrap_forward_fn": ("log", "multiply", "eq", "sum"),
    "negative_back": ("negative",),
    "exp_back": ("exp",),
    "reshape_back": ("reshape",),
    "permute_back": ("permute",),
    "sum_back": ("expand", "getitem"),
    "true_divide_back1": ("add", "subtract", "true_divide"),
    "maximum_back1": ("maximum",),
    "matmul2d_back1": ("matmul",),
}
LAMBDAS = "add_subtract_divide"
# The first rung that has all that optional units need beside them.
OPTIONAL_STAGE = "linear"
LOOKUP = "BACK_FUNCS = BackwardFuncLookup()\n"
# add's first argument is given by the course; the other five are the exercise.
GIVEN_RULE = (
    "BACK_FUNCS.add_back_func("
    "np.add, 0, lambda grad_out, out, x, y: unbroadcast(grad_out, x))\n"
)
# Given code, and the rung from which on a class has it.
GIVEN: tuple[tuple[str, str], ...] = (
    ("arrays", "log_back"),
    ("lookup_samples", "back_func_lookup"),
    ("tensor", "log_forward"),
    ("operations", "log_forward"),
    ("private_rules", "log_forward"),
    ("graph", "topological_sort"),
    ("sorted_graph", "topological_sort"),
    ("own_rules", "backprop"),
    ("modules", "linear"),
    ("nograd", "linear"),
)


def isolated(unit: str) -> str:
    """Return given code and our solved prerequisites, never ``unit`` nor a later rung.

    The other units of the same rung are ours too: who writes ``multiply_back1`` by
    calling ``multiply_back0`` is not blamed for it twice.
    """
    slugs = [rung.slug for rung in RUNGS]
    here = slugs.index(_stage(unit))
    pieces = [given(name) for name, first in GIVEN if slugs.index(first) <= here]
    solved = _before(unit)
    pieces += [_solved(name) for name in solved if UNITS[name].rung != LAMBDAS]
    if "BackwardFuncLookup" in solved:
        pieces += [LOOKUP, _rules(unit)]
    return _checked([*pieces, _public(unit), *_without(unit)])


def _stage(unit: str) -> str:
    return UNITS[unit].rung if unit in UNITS else OPTIONAL_STAGE


def _without(unit: str) -> tuple[str, ...]:
    """Take an optional unit out of the given code: ours must not pass in its place."""
    return (given("samples"), f"del {unit}\n") if unit in OPTIONAL else ()


def _rules(unit: str) -> str:
    # Before the lambdas only the given rule may stand, or a missing line would pass.
    return GIVEN_RULE if _stage(unit) == LAMBDAS else "_pairgrad_settle()\n"


def assembled(attempted: Collection[str]) -> str:
    """Return the whole course as solved by us; a pair's file is loaded over it.

    ``attempted`` does not change what is loaded: a name of theirs replaces ours, and
    what their file lacks must be there before its first statement runs.
    """
    del attempted
    pieces = [given(name) for name, _ in GIVEN]
    pieces += [_solved(name) for name in UNITS if UNITS[name].rung != LAMBDAS]
    units = f"_pairgrad_all_units = {list(UNITS)}\n"
    return _checked(
        [
            *pieces,
            LOOKUP,
            given("network"),
            units,
            given("samples"),
            given("assembled"),
        ]
    )


def finish(attempted: Collection[str]) -> Program:
    """Return the program that completes an engine after the pair's file is loaded.

    Its last step is observed: a str of the units that are ours although attempted,
    because their definition failed to load, joined by commas.
    """
    question = Question()
    names = question.list(*(question.value(name) for name in attempted))
    question.observe(question.call("_pairgrad_finish", names))
    return question.program


def filled_in(attempted: Collection[str]) -> tuple[str, ...]:
    """Return the units a file leaves to us, in course order."""
    return tuple(name for name in UNITS if name not in attempted)


def _before(unit: str) -> list[str]:
    """List the units of earlier rungs, and of the same rung except ``unit``."""
    slugs = [rung.slug for rung in RUNGS]
    until = slugs.index(_stage(unit)) + (unit in UNITS)
    return [name for rung in RUNGS[:until] for name in rung.units if name != unit]


def _public(unit: str) -> str:
    earlier = {name for name in _before(unit) if UNITS[name].rung != _stage(unit)}
    lines = [
        f'{name} = _pairgrad_ops["{name}"]\n'
        for owner, names in PUBLIC.items()
        if owner in earlier
        for name in names
    ]
    return "".join(lines)


@cache
def given(name: str) -> str:
    """Return a piece of given code by its name."""
    return (FOLDER / "given" / f"{name}.py").read_text(encoding="utf-8")


@cache
def _solved(name: str) -> str:
    return (FOLDER / "solved" / f"{name}.py").read_text(encoding="utf-8")


def solution(rung: Rung) -> str:
    """Return one right hand-in for a rung."""
    return "\n\n".join(_solved(name).strip("\n") + "\n" for name in rung.units)


def _checked(pieces: list[str]) -> str:
    source = "\n\n".join(pieces)
    if len(source.encode()) > LIMIT_BYTES:
        raise ValueError(f"a scaffold may hold {LIMIT_BYTES} bytes")
    return source
