"""Ask about the table of backward functions: any storage, any order, any key."""

import numpy as np

from exercises.parts.cases import Case
from exercises.questions import Probe

Entry = tuple[str, int, str]  # forward function, argument position, backward function

# What the backward functions make of -5.
MADE = {"abs": 5.0, "_pairgrad_double": -10.0, "_pairgrad_square": 25.0}
READABLE = {
    "abs": "abs",
    "_pairgrad_double": "double",
    "_pairgrad_square": "square",
    "_pairgrad_lambda": "f",
    "_pairgrad_other_lambda": "g",
}
STORED: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    ("one rule", (("np.log", 0, "_pairgrad_double"),)),
    (
        "two arguments",
        (("np.multiply", 0, "_pairgrad_double"), ("np.multiply", 1, "abs")),
    ),
    (
        "position 2 before 1",
        (("np.where", 2, "abs"), ("np.where", 1, "_pairgrad_double")),
    ),
    ("a cell run twice", (("np.log", 0, "abs"), ("np.log", 0, "_pairgrad_double"))),
    (
        "two lambdas",
        (
            ("_pairgrad_lambda", 0, "abs"),
            ("_pairgrad_other_lambda", 0, "_pairgrad_double"),
        ),
    ),
    (
        "several functions",
        (
            ("np.log", 0, "abs"),
            ("np.exp", 0, "_pairgrad_double"),
            ("np.multiply", 0, "_pairgrad_square"),
            ("np.multiply", 1, "abs"),
        ),
    ),
)


def lookup(_: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for rules by function and position, added in any order."""
    stored = (_stored(name, rules) for name, rules in STORED)
    return (*stored, _asked_between(), _independent())


def _stored(name: str, rules: tuple[Entry, ...]) -> Probe:
    case = Case(f"BackwardFuncLookup, {name}", "recipe")
    table = case.call("BackwardFuncLookup")
    case.write("lookup = BackwardFuncLookup()")
    for function, position, back in rules:
        _add(case, table, "lookup", (function, position, back))
    for (function, position), back in {rule[:2]: rule[2] for rule in rules}.items():
        _get(case, table, "lookup", (function, position, back))
    return case.probe(size=len(rules))


def _add(case: Case, table: int, name: str, rule: Entry) -> None:
    function, position, back = rule
    key, value = case.name(function), case.name(back)
    case.method(table, "add_back_func", key, case.value(position), value)
    short = READABLE.get(function, function)
    case.write(f"{name}.add_back_func({short}, {position}, {READABLE[back]})")


def _get(case: Case, table: int, name: str, rule: Entry) -> None:
    function, position, back = rule
    found = case.method(
        table, "get_back_func", case.name(function), case.value(position)
    )
    short = READABLE.get(function, function)
    code = f"{name}.get_back_func({short}, {position})(-5.0)"
    case.write(code)
    case.near(case.call(found, case.value(-5.0)), MADE[back], code)


def _asked_between() -> Probe:
    """Ask for a rule before and after it is replaced."""
    case = Case("BackwardFuncLookup, asked before and after a change", "recipe")
    table = case.call("BackwardFuncLookup")
    case.write("lookup = BackwardFuncLookup()")
    for rule in ("abs", "_pairgrad_double"):
        _add(case, table, "lookup", ("np.log", 0, rule))
        _get(case, table, "lookup", ("np.log", 0, rule))
    return case.probe(size=2)


def _independent() -> Probe:
    case = Case("BackwardFuncLookup, two tables", "recipe")
    first, second = case.call("BackwardFuncLookup"), case.call("BackwardFuncLookup")
    case.write("first, second = BackwardFuncLookup(), BackwardFuncLookup()")
    _add(case, first, "first", ("np.log", 0, "abs"))
    _add(case, second, "second", ("np.log", 0, "_pairgrad_double"))
    _get(case, first, "first", ("np.log", 0, "abs"))
    _get(case, second, "second", ("np.log", 0, "_pairgrad_double"))
    return case.probe(size=3)
