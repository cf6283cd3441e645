"""Do in one op what training does most: a fast path, not needed to understand."""
# ruff: noqa: ARG001, ARG005  rules share one signature

from collections.abc import Callable
from typing import Any

import numpy as np

from reference_engine.shapes import Array
from reference_engine.softmax import checked


def linear(x: Array, weight: Array, bias: Array) -> Any:
    """Return ``x @ weight.T + bias``, adding into the fresh product."""
    product = x @ weight.T
    product += bias
    return product


def weight_back(g: Array, out: Array, x: Array, weight: Array, bias: Array) -> Any:
    """Return the weight's gradient in the weight's own layout; features come last."""
    if x.ndim == 2:
        return g.T @ x
    return g.reshape(-1, g.shape[-1]).T @ x.reshape(-1, x.shape[-1])


def bias_back(g: Array, out: Array, x: Array, weight: Array, bias: Array) -> Any:
    """Return the sum over all axes but the last."""
    return g if g.ndim == 1 else g.sum(tuple(range(g.ndim - 1)))


def mean_cross_entropy(logits: Array, true_labels: Any, slope: Array) -> Any:
    """Return the mean loss of (batch, classes), leaving its gradient in ``slope``.

    ``slope`` is memory of this one call, shaped like ``logits`` and saved with the
    node: kept anywhere else, a second loss would overwrite it before its backward.
    """
    labels = checked(logits, true_labels)
    rows = np.arange(len(labels))
    np.subtract(logits, logits.max(axis=1, keepdims=True), out=slope)
    picked = slope[rows, labels]
    np.exp(slope, out=slope)
    total = slope.sum(axis=1, keepdims=True)
    slope /= total
    slope[rows, labels] -= 1
    slope /= len(labels)
    return (np.log(total[:, 0]) - picked).sum() / len(labels)


FUSED: dict[str, tuple[Callable[..., Any], ...]] = {
    "linear": (
        linear,
        lambda g, out, x, weight, bias: g @ weight,
        weight_back,
        bias_back,
    ),
    "mean_cross_entropy": (
        mean_cross_entropy,
        lambda g, out, logits, true_labels, slope: slope * g,
    ),
}
