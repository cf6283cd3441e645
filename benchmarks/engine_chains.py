"""Run many small ops: a random graph of numbers, and one very long chain."""

import gc
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from benchmarks.engine_clock import interleaved
from reference_engine.tensor import Tensor

LEAVES = 4
OPS = ["add", "subtract", "multiply", "negative", "scaled"]


def random_plan(size: int, seed: int = 0) -> list[tuple[str, int, int]]:
    """Return ``size`` ops on numbers of earlier values, each value used by the next."""
    rng = np.random.default_rng(seed)
    plan = []
    for number in range(LEAVES, LEAVES + size):
        other = int(rng.integers(max(0, number - 12), number))
        plan.append((str(rng.choice(OPS)), number - 1, other))
    return plan


def follow(plan: list[tuple[str, int, int]], leaves: list[Any]) -> Any:
    """Return the last value, by the operators that every engine has."""
    values = list(leaves)
    for op, first, second in plan:
        x = values[first]
        if op == "add":
            values.append(x + values[second])
        elif op == "subtract":
            values.append(x - values[second])
        elif op == "multiply":
            values.append(x * values[second])
        elif op == "negative":
            values.append(-x)
        else:
            values.append(x * 0.5)
    return values[-1]


def tensors_of(library: str, arrays: list[Any]) -> list[Any]:
    """Return leaves that require a gradient."""
    if library == "torch":
        return [torch.tensor(array, requires_grad=True) for array in arrays]
    return [Tensor(array, requires_grad=True) for array in arrays]


def graph_ratio(rounds: int, size: int = 1000) -> float:
    """Return E5: forward and backward of a random graph of numbers, over torch's."""
    plan = random_plan(size)
    rng = np.random.default_rng(0)
    arrays = [np.asarray(a, np.float32) for a in rng.uniform(-0.5, 0.5, LEAVES)]

    def passes(library: str) -> Callable[[], None]:
        return lambda: follow(plan, tensors_of(library, arrays)).backward()

    contestants = {name: passes(name) for name in ("ours", "torch")}
    seen = interleaved(contestants, rounds=rounds, repeats=1, percentile=0)
    return seen["ours"] / seen["torch"]


def chain_ratio(length: int, rounds: int = 3) -> float:
    """Return E6: the backward pass of y = y + 1 repeated, over torch's."""
    seen: dict[str, list[float]] = {"ours": [], "torch": []}
    for _ in range(rounds):
        for name, times in seen.items():
            (x,) = tensors_of(name, [np.asarray(1.0)])
            y = x
            for _ in range(length):
                y = y + 1
            gc.collect()
            start = time.thread_time()
            y.backward()
            times.append(time.thread_time() - start)
            del x, y
    return min(seen["ours"]) / min(seen["torch"])
