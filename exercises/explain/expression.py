"""Read a small expression of the course's names as a graph: parsed, never run.

``parsed("y = log(x * x) + sum(x + b)", {"x": ..., "b": ...})`` is a ``Written``: the
graph, and the names of its nodes. Only what stands in these tables is understood.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np

from exercises.explain.literals import (
    LARGEST,
    ExpressionError,
    checked,
    literal,
    place,
    refuse,
)
from exercises.graphs import Constant, GraphSpec, Leaf, Operation
from exercises.interpret import forward
from exercises.nouns import Array

LONGEST = 500
MOST_OPERATIONS = 30

INFIX: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "true_divide",
    ast.MatMult: "matmul",
}
# op: how many operands, then the names of what may follow them
SIGNATURES: dict[str, tuple[int, tuple[str, ...]]] = {
    "log": (1, ()),
    "exp": (1, ()),
    "relu": (1, ()),
    "negative": (1, ()),
    "sum": (1, ("dim", "keepdim")),
    "reshape": (1, ("new_shape",)),
    "permute": (1, ("axes",)),
    "expand": (1, ("new_shape",)),
    "maximum": (2, ()),
    "matmul": (2, ()),
    "add": (2, ()),
    "subtract": (2, ()),
    "multiply": (2, ()),
    "true_divide": (2, ()),
}
TUPLES = frozenset({"new_shape", "axes"})
MOST_DRAWN = 64  # numbers in one array
OFFERED = (
    "+ - * / @, [ ], log, exp, sum, maximum, relu, reshape, permute, expand, matmul"
)

Term = int | Constant


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
    reader = _Reader({name: leaves[name] for name in needed})
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


@dataclass(slots=True)
class _Reader:
    """Walk one expression; every operation becomes a node of its own."""

    given: Mapping[str, Array]
    leaves: list[Leaf] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    bound: dict[str, Term] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node, (name, array) in enumerate(self.given.items()):
            self.leaves.append(Leaf(node, array))
            self.bound[name] = node
            self.names[node] = name

    def read(self, node: ast.expr) -> Term:
        """Return the node or the number that an expression stands for."""
        match node:
            case ast.Constant() | ast.Name():
                return self.atom(node)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in INFIX:
                return self.add(INFIX[type(op)], [left, right], {})
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.minus(operand)
            case ast.Call():
                return self.call(node)
            case ast.Subscript(value=value, slice=spot):
                return self.add("getitem", [value], {"index": place(spot)})
            case _:
                text = ast.unparse(node)[:40]
                raise ExpressionError(
                    f"{text} is not understood here; there are {OFFERED}."
                )

    def atom(self, node: ast.Constant | ast.Name) -> Term:
        """Return a number within bounds, or what a name stands for."""
        if isinstance(node, ast.Name):
            if node.id not in self.bound:
                refuse(f"{node.id} is used before it is made")
            return self.bound[node.id]
        value = node.value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            refuse(f"{ast.unparse(node)} is no number")
        if not abs(value) < LARGEST:
            refuse("A number in it is too large")
        return Constant(float(value))

    def minus(self, operand: ast.expr) -> Term:
        """Negate a tensor by an operation, a number by itself."""
        term = self.read(operand)
        if isinstance(term, Constant):
            return Constant(-term.value)
        return self.node("negative", (term,), {})

    def add(self, op: str, operands: list[ast.expr], keywords: dict[str, Any]) -> Term:
        """Read the operands and add one operation on them."""
        return self.node(op, tuple(self.read(each) for each in operands), keywords)

    def node(self, op: str, inputs: tuple[Term, ...], keywords: dict[str, Any]) -> int:
        """Add one operation; two numbers alone are none."""
        if not any(isinstance(each, int) for each in inputs):
            refuse(f"{op} needs a tensor: between two numbers there is no gradient")
        if op == "matmul" and any(isinstance(each, Constant) for each in inputs):
            refuse("@ needs two tensors")
        if len(self.operations) == MOST_OPERATIONS:
            refuse(f"At most {MOST_OPERATIONS} operations")
        number = len(self.leaves) + len(self.operations)
        self.operations.append(Operation(number, op, inputs, keywords))
        return number

    def call(self, node: ast.Call) -> Term:
        """Read ``op(x, ...)`` or ``x.op(...)``."""
        match node.func:
            case ast.Name(id=op):
                given = list(node.args)
            case ast.Attribute(value=value, attr=op):
                given = [value, *node.args]
            case _:
                refuse(f"{ast.unparse(node.func)[:40]} is no function here")
        if op not in SIGNATURES:
            refuse(f"{op} is no function here; there are {OFFERED}")
        operands, names = SIGNATURES[op]
        rest = given[operands:]
        # x.reshape(2, 3) is written as often as x.reshape((2, 3)).
        if names and names[0] in TUPLES and len(rest) > 1:
            rest = [ast.Tuple(elts=rest, ctx=ast.Load())]
        if len(given) < operands or len(rest) > len(names):
            refuse(f"{op} takes {operands} tensor{'s' * (operands > 1)}{_also(names)}")
        keywords = dict(zip(names, map(literal, rest), strict=False))
        for each in node.keywords:
            if each.arg not in names:
                refuse(f"{op} has no argument {each.arg}")
            keywords[each.arg] = literal(each.value)
        return self.add(op, given[:operands], checked(op, names, keywords))

    def all_names(self) -> dict[int, str]:
        """Return a name for every node: the pair's own, or a number."""
        number = (f"n{n}" for n in count(1))
        taken = set(self.bound)
        free = (name for name in number if name not in taken)
        every: list[Leaf | Operation] = [*self.leaves, *self.operations]
        return {each.id: self.names.get(each.id) or next(free) for each in every}


def _also(names: tuple[str, ...]) -> str:
    return f" and {', '.join(names)}" if names else ""
