"""Compute cross-entropy and its slope without overflow."""
# ruff: noqa: ARG001  rules share one signature

from typing import Any

import numpy as np

from reference_engine.shapes import Array


def log_softmax(x: Array, dim: int = -1) -> Array:
    """Return log(softmax(x)); subtracting the maximum keeps exp finite."""
    shifted = x - x.max(axis=dim, keepdims=True)
    total: Array = np.exp(shifted).sum(axis=dim, keepdims=True)
    result: Array = shifted - np.log(total)
    return result


def softmax(x: Array, dim: int = -1) -> Array:
    """Return exp(x) / sum(exp(x)), finite for any finite x."""
    raised = np.exp(x - x.max(axis=dim, keepdims=True))
    result: Array = raised / raised.sum(axis=dim, keepdims=True)
    return result


def checked(logits: Array, labels: Any) -> Array:
    """Return ``labels``, (batch,) or (), as indices into the last axis of ``logits``.

    Raises ``TypeError`` for labels that are no integers, ``ValueError`` for shapes
    that do not match and ``IndexError`` for a class that does not exist.
    """
    classes: Array = np.asarray(labels)
    if classes.dtype.kind not in "iu":
        raise TypeError("labels must be integer class numbers, one per sample")
    if logits.ndim not in (1, 2) or classes.shape != logits.shape[:-1]:
        raise ValueError("logits must be (batch, classes) and labels (batch,)")
    # Read as unsigned, a negative label is too large as well; NumPy would count it
    # from the last class.
    if classes.size and classes.astype(np.uintp).max() >= logits.shape[-1]:
        raise IndexError(f"a label is outside 0..{logits.shape[-1] - 1}")
    return classes


def cross_entropy(logits: Array, true_labels: Any) -> Array:
    """Return the loss of each sample, (batch,)."""
    index = checked(logits, true_labels)[..., None]
    losses: Array = -np.take_along_axis(log_softmax(logits), index, -1)[..., 0]
    return losses


def cross_entropy_back(g: Array, out: Array, logits: Array, true_labels: Any) -> Array:
    """Return (softmax - one hot) scaled by each sample's upstream gradient."""
    slope = softmax(logits)
    index = checked(logits, true_labels)[..., None]
    picked = np.take_along_axis(slope, index, -1)
    np.put_along_axis(slope, index, picked - 1, -1)
    scaled: Array = slope * g[..., None]
    return scaled


def softmax_back(g: Array, out: Array, x: Array, dim: int = -1) -> Array:
    """Return out (g - the average of g weighed by out)."""
    result: Array = out * (g - (g * out).sum(axis=dim, keepdims=True))
    return result
