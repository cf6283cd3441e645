"""Differentiate the course's ops as a pair would, each argument by a rule of its own."""

# ruff: noqa: ARG001, ARG005 - every rule is handed the same, whatever it needs

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from exercises.nouns import Array

Rule = Callable[..., Any]
# Their operands are brought to one shape by NumPy; their rules unbroadcast.
STRETCHING = frozenset({"add", "subtract", "multiply", "true_divide", "maximum"})


def copied_axes(
    broadcasted: tuple[int, ...], original: tuple[int, ...]
) -> tuple[range, tuple[int, ...]]:
    """Return the axes that were added in front, and those stretched from size 1."""
    added = len(broadcasted) - len(original)
    stretched = tuple(
        added + n
        for n, size in enumerate(original)
        if size == 1 and broadcasted[added + n] != 1
    )
    return range(added), stretched


def unbroadcast(raw: Array, shape: tuple[int, ...]) -> Array:
    """Sum over all copies; the same array where nothing was copied."""
    if raw.shape == shape:
        return raw
    added, stretched = copied_axes(raw.shape, shape)
    return np.asarray(raw.sum(axis=(*added, *stretched))).reshape(shape)


def winner(g: Array, mine: Any, other: Any) -> Any:
    """Give ``g`` to the larger side, half of it to each at a tie."""
    return g * ((mine > other) + 0.5 * np.equal(mine, other))


def spread(g: Array, out: Array, x: Array, dim: Any = None, **named: bool) -> Array:
    """Hand every term of a sum what its total got; a read-only view."""
    if not named.get("keepdim"):
        g = np.expand_dims(g, tuple(range(x.ndim)) if dim is None else dim)
    return np.broadcast_to(g, x.shape)


def unpermuted(g: Array, out: Array, x: Array, axes: tuple[int, ...]) -> Array:
    """Undo a permutation."""
    return g.transpose(np.argsort([axis % x.ndim for axis in axes]))


def scattered(g: Array, out: Array, x: Array, index: Any) -> Array:
    """Send every read element's gradient home, adding where one was read twice."""
    total = np.zeros(x.shape, g.dtype)
    np.add.at(total, index, g)
    return total


RULES: Mapping[tuple[str, int], Rule] = {
    ("add", 0): lambda g, out, x, y: g,
    ("add", 1): lambda g, out, x, y: g,
    ("subtract", 0): lambda g, out, x, y: g,
    ("subtract", 1): lambda g, out, x, y: -g,
    ("multiply", 0): lambda g, out, x, y: g * y,
    ("multiply", 1): lambda g, out, x, y: g * x,
    ("true_divide", 0): lambda g, out, x, y: g / y,
    ("true_divide", 1): lambda g, out, x, y: -g * x / (y * y),
    ("maximum", 0): lambda g, out, x, y: winner(g, x, y),
    ("maximum", 1): lambda g, out, x, y: winner(g, y, x),
    ("negative", 0): lambda g, out, x: -g,
    ("log", 0): lambda g, out, x: g / x,
    ("exp", 0): lambda g, out, x: g * out,
    ("sum", 0): spread,
    ("reshape", 0): lambda g, out, x, new_shape: g.reshape(x.shape),
    ("permute", 0): unpermuted,
    # Given to the pairs, so it never goes through their own unbroadcast.
    ("expand", 0): lambda g, out, x, new_shape: unbroadcast(g, x.shape),
    ("matmul", 0): lambda g, out, x, y: g @ y.T,
    ("matmul", 1): lambda g, out, x, y: x.T @ g,
    ("getitem", 0): scattered,
}
