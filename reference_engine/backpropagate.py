"""Carry gradients from an end node to the leaves, once over every edge."""

from typing import Any

import numpy as np

from reference_engine.errors import OpError, explained
from reference_engine.graph import Node, users_first
from reference_engine.ledger import Ledger
from reference_engine.rules import BACKWARD
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
    if not end.requires_grad:
        raise OpError("backward: no argument of this tensor requires a gradient")
    seed = first_gradient(end, end_grad)
    if ledger is not None:
        ledger.seed = (end, seed)
    gradients = walk(end, seed, ledger=ledger, retain_graph=retain_graph)
    del seed
    while gradients:
        leaf, gradient = gradients.popitem()
        leaf.receive(gradient)


def first_gradient(end: Node, end_grad: Any) -> Array:
    """Return the gradient to start from, in the shape and dtype of ``end``."""
    if end_grad is None:
        return np.ones_like(end.array)
    given = end_grad.array if isinstance(end_grad, Node) else np.asarray(end_grad)
    if given.shape != end.array.shape:
        raise OpError(f"end_grad has shape {given.shape}, the tensor {end.array.shape}")
    return given.astype(end.array.dtype, copy=False)


def rule_error(error: Exception, node: Node, position: int) -> OpError:
    """Say which rule failed, on which shapes, and where the op was called."""
    what = f"backward of {node.op}, argument {position},"
    return explained(error, what, node.args, node.place)


def walk(  # noqa: C901, PLR0912  the one loop, read in one piece
    end: Node, seed: Array, *, ledger: Ledger | None, retain_graph: bool
) -> dict[Node, Array]:
    """Return the gradient of every leaf; interior gradients are gone by then."""
    gradients = {end: seed}
    # Only sums made here may be added to in place: a first contribution can be
    # another node's gradient, a saved array or the caller's own.
    made_here: set[Node] = set()
    for node in users_first(end):
        call = (gradients.pop(node), node.array, *node.args)
        rules = BACKWARD[node.op]
        for position, parent in enumerate(node.parents or ()):
            if parent is None:
                continue
            try:
                raw = rules[position](*call, **node.kwargs)
                given = raw
                if raw.shape != parent.array.shape:
                    given = unbroadcast(raw, parent.array)
            except Exception as error:
                raise rule_error(error, node, position) from error
            if ledger is not None:
                ledger.add(parent, node, position, raw, given)
            if parent not in gradients:
                gradients[parent] = given
            elif parent in made_here:
                gradients[parent] += given
            else:
                gradients[parent] = gradients[parent] + given
                made_here.add(parent)
        if not retain_graph:
            node.release()
    return gradients
