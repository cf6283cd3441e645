"""Weigh a gradient by the paths it is summed from."""

from collections.abc import Callable
from typing import Any

import numpy as np

from exercises.graphs import GraphSpec
from exercises.misconceptions.host import run_on
from exercises.misconceptions.rules import RULES
from exercises.misconceptions.slots import Slots, started
from exercises.nouns import Array


def _unsigned(rule: Callable[..., Any], op: str) -> Callable[..., Any]:
    def absolute(g: Array, out: Array, *args: Any, **named: Any) -> Array:
        # Only a matrix product sums inside its rule; the signs must be gone before.
        inner = [np.abs(each) for each in args] if op == "matmul" else args
        return np.asarray(np.abs(rule(g, out, *inner, **named)))

    return absolute


ABSOLUTE = Slots(
    rules={(op, n): _unsigned(rule, op) for (op, n), rule in RULES.items()},
    start=lambda gout, shape: np.abs(started(gout, shape)),
)


def cancellation(spec: GraphSpec) -> float:
    """Return how much larger the paths of a gradient are than the gradient, at worst.

    Where large paths cancel, the rest is small beside its own rounding, and a relative
    error says nothing about the code.
    """
    right, sums = run_on(spec, Slots()), run_on(spec, ABSOLUTE)
    worst = 1.0
    for grad, paths in zip(right.arrays[1:], sums.arrays[1:], strict=True):
        if grad is not None and paths is not None and paths.any():
            size = float(np.abs(grad).max())
            worst = max(worst, float(paths.max()) / size if size else np.inf)
    return worst
