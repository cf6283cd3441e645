"""Read a small expression of the course's names as a graph: parsed, never run.

``parsed("y = log(x * x) + sum(x + b)", {"x": ..., "b": ...})`` is a ``Written``: the
graph, and the names of its nodes. Only what stands in the tables of ``reader`` is
understood.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from exercises.explain.literals import LARGEST, ExpressionError, refuse
from exercises.explain.reader import MOST_OPERATIONS, Reader, Term
from exercises.graphs import Constant, GraphSpec
from exercises.interpret import forward
from exercises.nouns import Array

LONGEST = 500
MOST_DRAWN = 64  # numbers in one array
STEPS = (ast.UnaryOp, ast.BinOp, ast.Call, ast.Subscript, ast.Attribute)


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A graph that somebody wrote, and what its nodes are called there."""

    spec: GraphSpec
    names: dict[int, str]
    text: str


def tensors(text: str) -> tuple[str, ...]:
    """Return the names of the leaves an expression needs; raises ExpressionError."""
    needed: dict[str, None] = {}
    made: set[str] = set()
    for name, value in _statements(_tree(text)):
        called = {id(n.func) for n in ast.walk(value) if isinstance(n, ast.Call)}
        found = [
            node
            for node in ast.walk(value)
            if isinstance(node, ast.Name) and id(node) not in called
        ]
        found.sort(key=lambda node: node.col_offset)
        needed |= {node.id: None for node in found if node.id not in made}
        made.add(name)
    return tuple(needed)


def parsed(text: str, leaves: Mapping[str, Array]) -> Written:
    """Return the graph of an expression, or of a few lines of ``name = expression``.

    Raises ExpressionError for what is not understood and for what cannot be computed.
    """
    needed = tensors(text)
    missing = [name for name in needed if name not in leaves]
    if missing:
        raise ExpressionError(f"{missing[0]} has no numbers yet.")
    if not needed:
        raise ExpressionError("There is no tensor in it: write x for one.")
    reader = Reader({name: leaves[name] for name in needed})
    end: Term = Constant(0.0)
    for name, value in _statements(_tree(text)):
        end = reader.read(value)
        if name in reader.bound:
            refuse(f"{name} is made twice: give the second one another name")
        if name:
            reader.bound[name] = end
            if isinstance(end, int):
                reader.names[end] = name
    if not isinstance(end, int) or not reader.operations:
        raise ExpressionError("This is no operation on a tensor yet.")
    spec = GraphSpec(tuple(reader.leaves), tuple(reader.operations), end)
    _computed(spec)
    return Written(spec, reader.all_names(), text.strip())


def _tree(text: str) -> ast.Module:
    if len(text) > LONGEST:
        raise ExpressionError(f"At most {LONGEST} characters.")
    try:
        tree = ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = getattr(error, "msg", "it is nested too deeply")
        raise ExpressionError(f"This is no expression: {reason}.") from error
    steps = sum(isinstance(node, STEPS) for node in ast.walk(tree))
    if steps > 2 * MOST_OPERATIONS:
        # Before anything walks it by calling itself: as deep as this is never meant.
        raise ExpressionError(f"At most {MOST_OPERATIONS} operations.")
    if not tree.body:
        raise ExpressionError("There is no expression yet.")
    return tree


def _statements(tree: ast.Module) -> list[tuple[str, ast.expr]]:
    """Return (name, expression) of each line; only the last may go without a name."""
    found = []
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found.append((name, value))
            case ast.Expr(value=value) if statement is tree.body[-1]:
                found.append(("", value))
            case _:
                refuse("Only lines of the form  name = expression  are understood")
    return found


def _computed(spec: GraphSpec) -> None:
    """Refuse what the reference engine cannot compute, in its own words."""
    try:
        with np.errstate(all="ignore"):
            values = forward(spec)
    except Exception as error:
        raise ExpressionError(f"{str(error).splitlines()[0].rstrip('.')}.") from error
    for node in values.values():
        if not np.all(np.abs(node.array) < LARGEST):
            raise ExpressionError(
                "A number in it is not finite or too large: a log of 0 or less, a "
                "division by 0, or a large exp."
            )
        if node.array.size > MOST_DRAWN:
            raise ExpressionError(f"At most {MOST_DRAWN} numbers in one array.")
