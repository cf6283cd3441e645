"""Write a graph as the few lines of course code that a pair would type."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from exercises.graphs import Constant, GraphSpec, Leaf, Operation, names
from exercises.nouns import Plain

INFIX = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "true_divide": "/",
    "matmul": "@",
}
# Not every edition's Tensor has these as methods, but the functions are always there.
FUNCTIONS = frozenset({"maximum", "expand", "cross_entropy"})


class Term(NamedTuple):
    """A piece of code; ``infix`` needs brackets beside another operator or a dot."""

    text: str
    infix: bool = False

    @property
    def tight(self) -> str:
        """Return the text so that anything may follow it."""
        loose = self.infix or self.text.startswith("-")
        return f"({self.text})" if loose else self.text


def lines(spec: GraphSpec, *, inlined: bool = True) -> tuple[str, ...]:
    """Return the question as code; a result used once is written where it is used.

    Not ``inlined``, every operation has a line and so a name.
    """
    called = names(spec)
    code = [f"{called[leaf.id]} = {_leaf(leaf)}" for leaf in spec.leaves]
    uses = Counter(node for each in spec.operations for node in each.nodes)
    terms = {leaf.id: Term(called[leaf.id]) for leaf in spec.leaves}
    for each in spec.operations:
        terms[each.id] = written(each, terms)
        if not inlined or uses[each.id] != 1:
            code.append(f"{called[each.id]} = {terms[each.id].text}")
            terms[each.id] = Term(called[each.id])
    upstream = "" if spec.gout is None else f"Tensor({_array(spec.gout)})"
    code += [f"{called[spec.out]}.backward({upstream})"] * (1 + spec.twice)
    return tuple(code)


def expression(spec: GraphSpec) -> str:
    """Return the whole graph as one line of code, to name it by."""
    terms = {node: Term(name) for node, name in names(spec).items()}
    for each in spec.operations:
        terms[each.id] = written(each, terms)
    return terms[spec.out].text


def written(each: Operation, terms: Mapping[int, Term]) -> Term:
    """Return one operation as code; ``terms`` holds its operands."""
    given = [
        Term(f"{operand.value:g}") if isinstance(operand, Constant) else terms[operand]
        for operand in each.inputs
    ]
    first = given[0].tight
    if each.op in INFIX:
        return Term(f"{first} {INFIX[each.op]} {given[1].tight}", infix=True)
    if each.op == "negative":
        return Term(f"-{first}")
    extra = [_argument(value) for value in each.position]
    if each.op == "getitem":
        return Term(f"{first}[{extra[0]}]")
    if each.op in FUNCTIONS:
        arguments = ", ".join([*(term.text for term in given), *extra])
        return Term(f"{each.op}({arguments})")
    extra += [
        f"{name}={value!r}"
        for name, value in each.named.items()
        if value is not None and value is not False
    ]
    return Term(f"{first}.{each.op}({', '.join(extra)})")


def _leaf(leaf: Leaf) -> str:
    flag = ", requires_grad=True" if leaf.requires_grad else ""
    return f"Tensor({_array(leaf.array)}{flag})"


def _array(array: Plain) -> str:
    return f"np.array({array.tolist()})"


def _argument(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"Tensor({_array(value)})"
    if isinstance(value, tuple) and any(isinstance(v, np.ndarray) for v in value):
        return ", ".join(_array(v) for v in value) + ("," if len(value) == 1 else "")
    return repr(value)
