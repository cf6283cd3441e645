"""Write a graph as a few lines of PyTorch that print the right number."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from exercises.graph_code import INFIX, Term
from exercises.graphs import Constant, GraphSpec, Operation, names
from exercises.interpret import forward
from exercises.nouns import Plain
from reference_engine.tensor import Tensor

LOSS = "torch.nn.functional.cross_entropy"
MOST_LEAF_LINES = 3


def lines(
    spec: GraphSpec,
    shown: int | None,
    *,
    called: Mapping[int, str] | None = None,
) -> tuple[str, ...]:
    """Return 3 to 8 lines; the last prints a leaf's gradient, or with None the result.

    A result used once is written where it is used, as in the course code beside it.
    """
    named = dict(called or names(spec))
    code = ["import torch", *_leaves(spec, named)]
    uses = Counter(node for each in spec.operations for node in each.nodes)
    terms = {leaf.id: Term(named[leaf.id]) for leaf in spec.leaves}
    values = forward(spec)
    made = []
    for each in spec.operations:
        terms[each.id] = _written(each, terms, _axes(values, each))
        if uses[each.id] != 1:
            made.append(f"{named[each.id]} = {terms[each.id].text}")
            terms[each.id] = Term(named[each.id])
    code += _folded(made, MOST_LEAF_LINES)
    end = terms[spec.out].text
    if shown is not None:
        code.append(_backward(spec, end))
    code.append(f"print({end if shown is None else f'{named[shown]}.grad'})")
    return tuple(code)


def _axes(values: Mapping[int, Tensor], each: Operation) -> int:
    """Return how many axes the first operand has that is a tensor."""
    return next(values[node].array.ndim for node in each.nodes)


def _leaves(spec: GraphSpec, named: Mapping[int, str]) -> list[str]:
    made = []
    for leaf in spec.leaves:
        flag = ", requires_grad=True" if leaf.requires_grad else ""
        made.append(f"{named[leaf.id]} = {_tensor(leaf.array, flag)}")
    return _folded(made, MOST_LEAF_LINES)


def _folded(statements: list[str], most: int) -> list[str]:
    """Join neighbours by semicolons so that there are at most ``most`` lines."""
    each = -(-len(statements) // most) if statements else 1
    return [
        "; ".join(statements[at : at + each]) for at in range(0, len(statements), each)
    ]


def _backward(spec: GraphSpec, end: str) -> str:
    upstream = (
        f"torch.ones_like({end})" if spec.gout is None else _tensor(spec.gout, "")
    )
    if not spec.twice:
        return f"{end}.backward({upstream})"
    once = f"{end}.backward({upstream}, retain_graph=True)"
    return f"for _ in range(2): {once}"


def _written(each: Operation, terms: Mapping[int, Term], axes: int) -> Term:
    given = [
        Term(f"{operand.value!r}") if isinstance(operand, Constant) else terms[operand]
        for operand in each.inputs
    ]
    first = given[0].tight
    if each.op in INFIX:
        return Term(f"{first} {INFIX[each.op]} {given[1].tight}", infix=True)
    if each.op == "negative":
        return Term(f"-{first}")
    return Term(_call(each, given, axes))


def _call(each: Operation, given: list[Term], axes: int) -> str:
    first = given[0].tight
    if each.op == "getitem":
        return f"{first}[{_index(each.keywords['index'])}]"
    if each.op == "maximum":
        both = [
            _number(operand) if isinstance(operand, Constant) else term.text
            for operand, term in zip(each.inputs, given, strict=True)
        ]
        return f"torch.maximum({', '.join(both)})"
    if each.op == "cross_entropy":
        labels = f"torch.tensor({list(each.keywords['true_labels'])})"
        return f'{LOSS}({given[0].text}, {labels}, reduction="none")'
    return f"{first}.{each.op}({_arguments(each, axes)})"


def _keeps_all(each: Operation) -> bool:
    return each.keywords.get("dim") is None and bool(each.keywords.get("keepdim"))


def _arguments(each: Operation, axes: int) -> str:
    if each.op == "sum" and _keeps_all(each):
        # torch keeps dimensions only of sums whose axes are named.
        return f"dim={tuple(range(axes))}, keepdim=True"
    if each.op == "sum":
        shown = {
            k: v for k, v in each.keywords.items() if v is not None and v is not False
        }
        return ", ".join(f"{name}={value!r}" for name, value in shown.items())
    return ", ".join(repr(value) for value in each.position)


def _index(index: Any) -> str:
    if isinstance(index, tuple):
        return ", ".join(
            str(list(v)) if isinstance(v, tuple) else str(v) for v in index
        )
    return str(index)


def _number(operand: Constant) -> str:
    return f"torch.tensor({operand.value!r})"


def _tensor(array: Plain, flag: str) -> str:
    return f"torch.tensor({np.asarray(array, dtype=np.float64).tolist()}{flag})"
