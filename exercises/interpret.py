"""Interpret a graph on the reference engine: values, gradients and their ledger."""

import numpy as np
from numpy.typing import DTypeLike

from exercises.graphs import Answer, Constant, GraphSpec, names
from exercises.nouns import Array
from reference_engine import tensor
from reference_engine.backpropagate import backprop
from reference_engine.ledger import Ledger
from reference_engine.shapes import unbroadcast
from reference_engine.tensor import Tensor


def forward(spec: GraphSpec, dtype: DTypeLike = np.float64) -> dict[int, Tensor]:
    """Return every node's tensor by its id, named as in the shown code."""
    called = names(spec)
    nodes: dict[int, Tensor] = {}
    for leaf in spec.leaves:
        array = leaf.array.astype(dtype)
        nodes[leaf.id] = Tensor(array, leaf.requires_grad, called[leaf.id])
    for each in spec.operations:
        operands = [
            operand.value if isinstance(operand, Constant) else nodes[operand]
            for operand in each.inputs
        ]
        op = getattr(tensor, each.op)
        nodes[each.id] = op(*operands, *each.position, **each.named)
        nodes[each.id].name = called[each.id]
    return nodes


def interpret(
    spec: GraphSpec, *, dtype: DTypeLike = np.float64, ledger: Ledger | None = None
) -> Answer:
    """Run the graph forward and back; ``ledger`` collects the last backward pass."""
    nodes = forward(spec, dtype)
    end = nodes[spec.out]
    if spec.twice:
        backprop(end, spec.gout, retain_graph=True)
    backprop(end, spec.gout, ledger=ledger)
    return Answer(end.array, tuple(_gradient(nodes[leaf.id]) for leaf in spec.leaves))


def _gradient(leaf: Tensor) -> Array | None:
    return None if leaf.grad is None else leaf.grad.array


def cancels(spec: GraphSpec, limit: float = 30.0) -> bool:
    """Tell whether large contributions almost cancel somewhere on the way back.

    Such a gradient is small beside the numbers it was summed from, so its relative
    error says nothing about the code. ``limit`` is that ratio.
    """
    ledger = Ledger()
    interpret(spec, ledger=ledger)
    for lines in ledger.lines.values():
        parts = sum(unbroadcast(np.abs(line.raw), line.value) for line in lines)
        total = sum(line.value for line in lines)
        if np.max(parts) > limit * np.max(np.abs(total)):
            return True
    return False
