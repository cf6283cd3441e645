"""Turn a graph and its right answer into a probe for a pair's engine."""

from collections import Counter
from typing import Any

import numpy as np

from exercises.ask import Question
from exercises.graph_code import FUNCTIONS, lines
from exercises.graphs import (
    Answer,
    Constant,
    GraphSpec,
    Operation,
    names,
    reached,
)
from exercises.interpret import forward
from exercises.questions import Absent, Expect, Near, Probe, Program

OPERATORS = {
    "add": ("__add__", "__radd__"),
    "subtract": ("__sub__", "__rsub__"),
    "multiply": ("__mul__", "__rmul__"),
    "true_divide": ("__truediv__", "__rtruediv__"),
    "matmul": ("__matmul__", "__rmatmul__"),
}
REARRANGING = frozenset({"sum", "reshape", "permute", "expand", "getitem"})


class Asking:
    """The question on one graph, and the handles of what it observes."""

    def __init__(self, spec: GraphSpec) -> None:
        self.question = q = Question()
        self.nodes: dict[int, int] = {}
        for leaf in spec.leaves:
            tracked = q.value(leaf.requires_grad)
            array = q.array(leaf.array)
            self.nodes[leaf.id] = q.call("Tensor", array, requires_grad=tracked)
        for each in spec.operations:
            self.nodes[each.id] = self.run(each)
        end = self.nodes[spec.out]
        self.out = q.observe(q.attr(end, "array"))
        upstream = [] if spec.gout is None else [q.call("Tensor", q.array(spec.gout))]
        for _ in range(1 + spec.twice):
            q.method(end, "backward", *upstream)
        inside = reached(spec)
        self.gradients = [
            self.gradient(leaf.id, leaf.requires_grad and leaf.id in inside)
            for leaf in spec.leaves
        ]

    def run(self, each: Operation) -> int:
        """Ask for one operation, by the operator, method or function of the course."""
        q = self.question
        given = [
            q.value(operand.value)
            if isinstance(operand, Constant)
            else self.nodes[operand]
            for operand in each.inputs
        ]
        if each.op in OPERATORS:
            plain, reflected = OPERATORS[each.op]
            if isinstance(each.inputs[0], Constant):
                return q.method(given[1], reflected, given[0])
            return q.method(given[0], plain, given[1])
        extra = [self.argument(value) for value in each.position]
        named = {name: q.value(value) for name, value in each.named.items()}
        if each.op in FUNCTIONS:
            return q.call(each.op, *given, *extra, **named)
        if each.op == "getitem":
            return q.item(given[0], extra[0])
        name = "__neg__" if each.op == "negative" else each.op
        return q.method(given[0], name, *extra, **named)

    def argument(self, value: Any) -> int:
        """Send labels as the Tensor they are in the course, all else as it is."""
        sent = self.question.value(value)
        if isinstance(value, np.ndarray):
            return self.question.call("Tensor", sent)
        return sent

    def gradient(self, leaf: int, due: bool) -> int:  # noqa: FBT001 - a fact of it
        """Observe a leaf's gradient; where none is due, also the None itself."""
        q = self.question
        grad = q.attr(self.nodes[leaf], "grad")
        if due:
            return q.observe(q.attr(grad, "array"))
        return q.observe(q.call("getattr", grad, q.value("array"), grad))


def program(spec: GraphSpec) -> Program:
    """Return the question alone."""
    return Asking(spec).question.program


def probe(
    spec: GraphSpec, expected: Answer, *, name: str, secret: bool = False
) -> Probe:
    """Return the question with its answer.

    Gradients inside the graph are not asked for: an engine may keep them, and one that
    lets them into a second pass gives itself away in a graph asked ``twice``.
    """
    asking = Asking(spec)
    called = names(spec)
    result = f"the result {called[spec.out]}"
    expects: list[Expect] = [Near(asking.out, expected.out, result, role="forward")]
    for leaf, step, gradient in zip(
        spec.leaves, asking.gradients, expected.gradients, strict=True
    ):
        what = f"{called[leaf.id]}.grad"
        if gradient is None:
            expects.append(Absent(step, what, or_zeros=True))
        else:
            expects.append(Near(step, gradient, what, role="gradient"))
    return Probe(
        name=name,
        concept=concept(spec),
        program=asking.question.program,
        expects=tuple(expects),
        lines=lines(spec),
        size=spec.cost,
        secret=secret,
        spec=spec,
    )


def concept(spec: GraphSpec) -> str:
    """Name the hardest idea the graph needs, in the words of the ladder's badges."""
    inside = reached(spec)
    made = [each for each in spec.operations if each.id in inside]
    uses = Counter(node for each in made for node in each.nodes)
    shared = {node for node, count in uses.items() if count > 1}
    if shared & {each.id for each in made}:
        return "order"
    if any(_stretches(spec, each) for each in made):
        return "broadcasting"
    if shared:
        return "reuse"
    if all(each.op in REARRANGING for each in made):
        return "shapes"
    return "chain rule"


def _stretches(spec: GraphSpec, each: Operation) -> bool:
    if each.op == "matmul":
        return False
    values = forward(spec)
    shape = values[each.id].array.shape
    two = len(each.nodes) == 2
    return two and any(values[node].array.shape != shape for node in each.nodes)
