"""Prove on random graphs that the reference, PyTorch and the ledger agree."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from benchmarks.engine_graphs import Array, Graph, draw, run
from reference_engine import tensor
from reference_engine.backpropagate import backprop
from reference_engine.ledger import Ledger
from reference_engine.shapes import unbroadcast
from reference_engine.tensor import Tensor

CANCELLING = 1e3


@dataclass
class Proof:
    """Count what was seen over many graphs.

    ``unsummed`` graphs have no broadcasting that sums three terms or more: there is
    only one order to add two in, so nothing may differ by a bit.
    """

    graphs: int = 0
    cancelling: int = 0
    none_differs: int = 0
    bit_equal: int = 0
    unsummed: int = 0
    unsummed_bit_equal: int = 0
    worst: float = 0.0
    worst_ledger: float = 0.0


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


def reference_gradients(graph: Graph) -> tuple[list[Tensor], Ledger]:
    """Return the leaves after a backward pass, and its ledger."""
    pairs = zip(graph.leaves, graph.wanted, strict=True)
    leaves = [Tensor(array.copy(), wanted) for array, wanted in pairs]
    ledger = Ledger()
    backprop(run(graph, tensor, leaves), graph.upstream, ledger=ledger)
    return leaves, ledger


def torch_gradients(graph: Graph) -> list[Array | None]:
    """Return PyTorch's gradient of each leaf."""
    pairs = zip(graph.leaves, graph.wanted, strict=True)
    leaves = [torch.tensor(array, requires_grad=wanted) for array, wanted in pairs]
    run(graph, TorchFunctions(), leaves).backward(torch.tensor(graph.upstream))
    return [None if leaf.grad is None else leaf.grad.numpy() for leaf in leaves]


def cancels(ledger: Ledger) -> bool:
    """Say whether large contributions leave a small sum somewhere on the way."""
    for lines in ledger.lines.values():
        parts = sum(unbroadcast(np.abs(line.raw), line.value) for line in lines)
        if np.max(parts) > CANCELLING * np.max(
            np.abs(sum(line.value for line in lines))
        ):
            return True
    return False


def sums_three(ledger: Ledger) -> bool:
    """Say whether broadcasting made one gradient of three numbers or more."""
    lines = [line for some in ledger.lines.values() for line in some]
    return any(np.size(line.raw) > 2 * np.size(line.value) for line in lines)


def compare(proof: Proof, graph: Graph) -> None:
    """Add one graph to the proof."""
    leaves, ledger = reference_gradients(graph)
    proof.graphs += 1
    cancelling = cancels(ledger)
    proof.cancelling += cancelling
    lines = [line for some in ledger.lines.values() for line in some]
    largest = max(float(np.max(np.abs(line.raw))) for line in lines)
    equal = True
    for leaf, expected in zip(leaves, torch_gradients(graph), strict=True):
        proof.none_differs += (leaf.grad is None) != (expected is None)
        if leaf.grad is None or expected is None:
            continue
        got = leaf.grad.array
        equal = equal and np.array_equal(got, expected)
        # Rounding is relative to what was added up, not to what is left of it.
        scale = largest if cancelling else float(np.max(np.abs(expected)))
        scale = scale or 1.0
        error = float(np.max(np.abs(got - expected))) / scale
        from_lines = float(np.max(np.abs(ledger.gradient(leaf) - got))) / scale
        proof.worst = max(proof.worst, error)
        proof.worst_ledger = max(proof.worst_ledger, from_lines)
    proof.bit_equal += equal
    if not sums_three(ledger):
        proof.unsummed += 1
        proof.unsummed_bit_equal += equal


def prove(graphs: int, *, plain: bool = False, seed: int = 3) -> Proof:
    """Return what ``graphs`` random graphs showed, in float64."""
    proof = Proof()
    for number in range(graphs):
        compare(proof, draw(np.random.default_rng([seed, number]), plain=plain))
    return proof
