"""Ask the reference engine and PyTorch for the gradients of one random graph."""

from collections.abc import Callable
from typing import Any

import torch

from benchmarks.engine_graphs import Array, Graph, run
from reference_engine import tensor
from reference_engine.backpropagate import backprop
from reference_engine.ledger import Ledger
from reference_engine.tensor import Tensor


class TorchFunctions:
    """Name PyTorch's functions as the course does."""

    def __getattr__(self, name: str) -> Any:
        return getattr(torch, name)

    @staticmethod
    def expand(x: Any, new_shape: tuple[int, ...]) -> Any:
        """Copy ``x`` along new axes."""
        return x.expand(new_shape)

    @staticmethod
    def getitem(x: Any, index: Any) -> Any:
        """Return ``x[index]``."""
        return x[index]

    @staticmethod
    def sum(x: Any, dim: Any, keepdim: bool) -> Any:  # noqa: FBT001
        """Sum over ``dim``."""
        return x.sum() if dim is None else x.sum(dim, keepdim)

    @staticmethod
    def cross_entropy(logits: Any, true_labels: Any) -> Any:
        """Return the loss of each sample."""
        labels = torch.tensor(true_labels)
        return torch.nn.functional.cross_entropy(logits, labels, reduction="none")


def reference_gradients(graph: Graph) -> tuple[list[Tensor], Ledger]:
    """Return the leaves after a backward pass, and its ledger."""
    pairs = zip(graph.leaves, graph.wanted, strict=True)
    leaves = [Tensor(array.copy(), wanted) for array, wanted in pairs]
    ledger = Ledger()
    backprop(run(graph, tensor, leaves), graph.upstream, ledger=ledger)
    return leaves, ledger


def torch_gradients(
    graph: Graph, each: Callable[[Any], Any] = lambda value: value
) -> list[Array | None]:
    """Return PyTorch's gradient of each leaf; ``each`` value passes a function."""
    pairs = zip(graph.leaves, graph.wanted, strict=True)
    leaves = [torch.tensor(array, requires_grad=wanted) for array, wanted in pairs]
    end = run(graph, TorchFunctions(), leaves, each)
    end.backward(torch.tensor(graph.upstream))
    return [None if leaf.grad is None else leaf.grad.numpy() for leaf in leaves]


def dense(value: Any) -> Any:
    """Return a tensor that lies in memory row by row, and so does its gradient."""
    row_by_row = value.contiguous()
    if row_by_row.requires_grad:
        row_by_row.register_hook(lambda gradient: gradient.contiguous())
    return row_by_row
