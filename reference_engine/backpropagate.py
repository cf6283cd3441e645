"""Carry gradients from an end node to the leaves, once over every edge."""

from typing import Any

import numpy as np

from reference_engine.errors import OpError, explained
from reference_engine.graph import Node, oldest_first
from reference_engine.ledger import Contribution, Ledger
from reference_engine.rules import BACKWARD
from reference_engine.shapes import Array, stretched_axes, unbroadcast


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
    gradients = walk(end, seed, ledger, retain_graph)
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


def walk(
    end: Node, seed: Array, ledger: Ledger | None, retain_graph: bool
) -> dict[Node, Array]:
    """Return the gradient of every leaf; interior gradients are gone by then."""
    gradients = {end: seed}
    # Only sums made here may be added to in place: a first contribution can be
    # another node's gradient, a saved array or the caller's own.
    made_here: set[Node] = set()
    order = oldest_first(end)
    while order:
        node = order.pop()
        call = (gradients.pop(node), node.array, *node.args)
        kwargs = node.kwargs
        rules = BACKWARD[node.op]
        for position, parent in enumerate(node.parents):
            if parent is None:
                continue
            try:
                raw = rules[position](*call, **kwargs)
                given = raw
                if raw.shape != parent.array.shape:
                    given = unbroadcast(raw, parent.array)
            except Exception as error:
                what = f"backward of {node.op}, argument {position},"
                raise explained(error, what, args, node.place) from error
            if ledger is not None:
                axes = stretched_axes(raw.shape, given.shape)
                ledger.add(
                    Contribution(parent, node, node.op, position, axes, raw, given)
                )
            held = gradients.get(parent)
            if held is None:
                gradients[parent] = given
            elif parent in made_here:
                held += given
                gradients[parent] = held
            else:
                gradients[parent] = held + given
                made_here.add(parent)
        if not retain_graph:
            node.args = node.parents = None
    return gradients


def fitted(raw: Array, like: Array) -> Array:
    """Return a rule's answer in the shape and dtype of the argument it is for."""
    if raw.shape != like.shape:
        raw = unbroadcast(raw, like)
    return raw if raw.dtype == like.dtype else raw.astype(like.dtype)
