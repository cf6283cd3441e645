"""Prove on random graphs that the reference, PyTorch and the ledger agree."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import torch

from benchmarks.engine_causes import causes
from benchmarks.engine_graphs import Graph, draw
from benchmarks.engine_libraries import reference_gradients, torch_gradients
from reference_engine.ledger import Ledger
from reference_engine.shapes import unbroadcast

CANCELLING = 1e3


@dataclass
class Proof:
    """Count what was seen over many graphs.

    ``containing`` counts graphs by op, ``causes`` those that are not bit-equal by the
    computations that make them differ.
    """

    graphs: int = 0
    cancelling: int = 0
    none_differs: int = 0
    bit_equal: int = 0
    worst: float = 0.0
    worst_ledger: float = 0.0
    containing: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)


def cancels(ledger: Ledger) -> bool:
    """Say whether large contributions leave a small sum somewhere on the way."""
    for lines in ledger.lines.values():
        parts = sum(unbroadcast(np.abs(line.raw), line.value) for line in lines)
        if np.max(parts) > CANCELLING * np.max(
            np.abs(sum(line.value for line in lines))
        ):
            return True
    return False


def compare(proof: Proof, graph: Graph) -> None:
    """Add one graph to the proof."""
    leaves, ledger = reference_gradients(graph)
    cancelling = cancels(ledger)
    largest = max(
        float(np.max(np.abs(line.raw)))
        for lines in ledger.lines.values()
        for line in lines
    )
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
    count(proof, graph, cancelling=cancelling, equal=equal)


def count(proof: Proof, graph: Graph, *, cancelling: bool, equal: bool) -> None:
    """Count a graph by what it holds and what it showed."""
    proof.graphs += 1
    proof.cancelling += cancelling
    proof.containing.update({op for op, _, _ in graph.steps})
    proof.bit_equal += equal
    if not equal:
        proof.causes[causes(graph)] += 1


def prove(graphs: int, *, plain: bool = False, seed: int = 3) -> Proof:
    """Return what ``graphs`` random graphs showed, in float64."""
    proof = Proof()
    threads = torch.get_num_threads()
    # On a busy machine PyTorch's threads wait for each other longer than they compute.
    torch.set_num_threads(1)
    try:
        for number in range(graphs):
            compare(proof, draw(np.random.default_rng([seed, number]), plain=plain))
    finally:
        torch.set_num_threads(threads)
    return proof
