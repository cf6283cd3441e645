"""Write a failing question as lines to paste: the last prints what was judged."""

import ast
from collections.abc import Sequence

from exercises.parts.recording import REPLAYED
from exercises.questions import Probe
from exercises.verdicts import Finding

# What is judged, where its name in a sentence is no expression.
EXPRESSIONS = {
    REPLAYED: "out.recipe.func(*out.recipe.args, **out.recipe.kwargs)",
    "the loss": "loss",
}
LATER = (" afterwards",)


def to_paste(probe: Probe, found: Finding) -> str:
    """Return the lines of a probe; where its last asks for several things, for one.

    Beside several numbers nobody sees which of them expected and got stand for.
    """
    lines = list(probe.lines)
    wanted = _expression(found.what)
    if lines and wanted and _only_shows(lines[-1]) and _is_made(wanted, lines):
        lines[-1] = wanted
    return "\n".join(lines)


def _expression(what: str) -> str:
    for ending in LATER:
        what = what.removesuffix(ending)
    return EXPRESSIONS.get(what, what)


def _only_shows(line: str) -> bool:
    """Tell whether a line makes nothing: names, attributes and their tuple."""
    try:
        shown = ast.parse(line, mode="eval").body
    except SyntaxError:
        return False
    parts = shown.elts if isinstance(shown, ast.Tuple) else [shown]
    return all(isinstance(each, ast.Attribute | ast.Compare) for each in parts)


def _is_made(wanted: str, lines: Sequence[str]) -> bool:
    """Tell whether an expression uses only what the lines before have made."""
    try:
        names = {
            node.id
            for node in ast.walk(ast.parse(wanted, mode="eval"))
            if isinstance(node, ast.Name)
        }
    except SyntaxError:
        return False
    made = {line.partition(" = ")[0] for line in lines if " = " in line}
    return bool(names & made) and names <= made | {"np", "len"}
