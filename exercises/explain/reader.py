"""Turn a parsed expression into operations: the tables say what is understood."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from exercises.explain.literals import (
    LARGEST,
    ExpressionError,
    checked,
    literal,
    place,
    refuse,
)
from exercises.graphs import Constant, Leaf, Operation
from exercises.nouns import Array

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
OFFERED = (
    "+ - * / @, [ ], log, exp, sum, maximum, relu, reshape, permute, expand, matmul"
)

Term = int | Constant


@dataclass(slots=True)
class Reader:
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
