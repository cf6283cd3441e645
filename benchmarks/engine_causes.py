"""Find which computation makes the reference and PyTorch differ in the last bit.

Each computation is replaced by PyTorch's own, alone among the rest of the engine. What
still has to be replaced for two gradients to become equal is the cause.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from benchmarks.engine_graphs import BINARY, Array, Graph
from benchmarks.engine_libraries import (
    TorchFunctions,
    dense,
    reference_gradients,
    torch_gradients,
)
from reference_engine import backpropagate
from reference_engine.rules import BACKWARD, FORWARD

BROADCASTING = "sum over broadcast axes"


def tracked(value: Any) -> Any:
    """Return an array or number as a tensor that requires a gradient."""
    if isinstance(value, np.ndarray | np.generic):
        return torch.tensor(value, requires_grad=True)
    return value


def forward_by_torch(op: str) -> Callable[..., Array]:
    """Return PyTorch's function for ``op``, on arrays."""

    def call(*args: Any, **kwargs: Any) -> Array:
        inputs = [tracked(a) for a in args]
        out = getattr(TorchFunctions(), op)(*inputs, *kwargs.values())
        array: Array = out.detach().numpy()
        return array

    return call


def rule_by_torch(op: str, position: int) -> Callable[..., Array]:
    """Return PyTorch's backward rule for one argument of ``op``, on arrays."""

    def back(g: Any, _out: Any, *args: Any, **kwargs: Any) -> Array:
        inputs = [tracked(a) for a in args]
        if op in BINARY:
            # Else the rule would also sum over broadcast axes: another cause.
            shape = np.broadcast_shapes(*(x.shape for x in inputs))
            inputs = [x.detach().expand(shape).clone() for x in inputs]
            inputs = [x.requires_grad_() for x in inputs]
        out = getattr(TorchFunctions(), op)(*inputs, *kwargs.values())
        (gradient,) = torch.autograd.grad(out, inputs[position], torch.tensor(g))
        array: Array = gradient.numpy()
        return array

    return back


def summed_by_torch(broadcasted: Any, original: Any) -> Array:
    """Sum as PyTorch does to the shape of ``original``."""
    shape = np.shape(original)
    array: Array = torch.tensor(broadcasted).sum_to_size(shape).numpy()
    return array


@contextmanager
def replaced(names: Collection[str]) -> Iterator[None]:
    """Let PyTorch compute the named ops, and the sums of broadcasting if named."""
    tables = FORWARD, BACKWARD, vars(backpropagate)
    before = [dict(table) for table in tables]
    for op in names:
        if op == BROADCASTING:
            tables[2]["unbroadcast"] = summed_by_torch
        else:
            FORWARD[op] = forward_by_torch(op)
            BACKWARD[op] = [rule_by_torch(op, position) for position in (0, 1)]
    try:
        yield
    finally:
        for table, old in zip(tables, before, strict=True):
            table.update(old)


def equal_when_replaced(
    graph: Graph, names: Collection[str], each: Callable[[Any], Any] = lambda x: x
) -> bool:
    """Say whether every gradient equals PyTorch's bit for bit."""
    with replaced(names):
        leaves, _ = reference_gradients(graph)
    return all(
        expected is None or np.array_equal(leaf.grad.array, expected)
        for leaf, expected in zip(leaves, torch_gradients(graph, each), strict=True)
        if leaf.grad is not None
    )


def causes(graph: Graph) -> str:
    """Return what must be PyTorch's own for equality, or "unexplained"."""
    needed = {BROADCASTING, *(op for op, _, _ in graph.steps)}
    if not equal_when_replaced(graph, needed):
        # A sum over a view adds in the order in which PyTorch happens to hold it.
        by_layout = equal_when_replaced(graph, needed, dense)
        return "memory layout" if by_layout else "unexplained"
    for name in sorted(needed):
        if equal_when_replaced(graph, needed - {name}):
            needed.remove(name)
    return " and ".join(sorted(needed))
