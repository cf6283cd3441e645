"""Carry gradients from an end node to the leaves, once over every edge."""

from typing import Any

from reference_engine.buffers import receive
from reference_engine.errors import explained
from reference_engine.graph import Node, users_first
from reference_engine.ledger import Ledger
from reference_engine.rules import BACKWARD
from reference_engine.seeds import first_gradient
from reference_engine.shapes import Array, unbroadcast


def backprop(
    end: Node,
    end_grad: Any = None,
    *,
    ledger: Ledger | None = None,
    retain_graph: bool = False,
) -> None:
    """Add to each leaf's ``grad`` how ``end`` changes with it.

    ``end_grad`` has the shape of ``end``; None stands for ones. The graph is released
    on the way unless ``retain_graph``. Raises ``OpError`` if ``end`` needs no gradient.
    """
    gradients = {end: first_gradient(end, end_grad)}
    if ledger is not None:
        ledger.begin(end, gradients[end])
    walk(gradients, users_first(end), ledger, keep=retain_graph)
    while gradients:
        receive(*gradients.popitem())


def walk(
    gradients: dict[Node, Array],
    order: list[Node],
    ledger: Ledger | None,
    *,
    keep: bool,
) -> None:
    """Turn the gradient of the last node in ``order`` into those of the leaves."""
    while order:
        node = order.pop()
        gradient, rules = gradients.pop(node), BACKWARD[node.op]
        for position, parent in node.parents or ():
            try:
                raw = rules[position](gradient, node.array, *node.args, **node.kwargs)
                given = unbroadcast(raw, parent.array)
            except Exception as error:
                what = f"backward of {node.op}, argument {position},"
                raise explained(error, what, node.args, node.place) from error
            if ledger is not None:
                ledger.add(parent, node, position, raw, given)
            earlier = gradients.get(parent)
            # A new array, not +=: the earlier one can be somebody else's memory.
            gradients[parent] = given if earlier is None else earlier + given
        if not keep:
            node.args, node.parents = (), None
