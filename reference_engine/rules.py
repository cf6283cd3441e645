"""Hold the mathematics: two tables, one row per op and one rule per argument.

A rule is ``back(grad_out, out, *args, **kwargs)``: plain arrays in, the gradient of
one argument out, shaped like ``out``'s broadcast. Nothing here knows of graphs, and
nobody unbroadcasts here: the walk does so in one place.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from reference_engine import products, softmax
from reference_engine.further_rules import FURTHER_BACKWARD, FURTHER_FORWARD
from reference_engine.shapes import Array

Forward = Callable[..., Any]
Back = Callable[..., Any]


def summed(x: Array, dim: Any = None, keepdim: bool = False) -> Any:
    """Sum over ``dim``; an empty tuple means every axis, as for None."""
    return x.sum(axis=None if dim == () else dim, keepdims=keepdim)


def spread(
    g: Array, out: Array, x: Array, dim: Any = None, keepdim: bool = False
) -> Array:
    """Give each summed element the gradient of its sum, in an array of its own."""
    if not keepdim and dim is not None and dim != ():
        g = np.expand_dims(g, dim)
    # A broadcast view is read-only, and an engine adding into it in place would fail.
    return np.full(x.shape, g)


def expanded(x: Array, new_shape: tuple[int, ...]) -> Array:
    """Copy ``x`` along new or size-1 axes by a view; -1 keeps an axis."""
    added = len(new_shape) - x.ndim
    sizes = [x.shape[i - added] if n == -1 else n for i, n in enumerate(new_shape)]
    return np.broadcast_to(x, sizes)


def unpermuted(g: Array, out: Array, x: Array, axes: Sequence[int]) -> Array:
    """Apply the inverse permutation; argsort inverts only non-negative axes."""
    return g.transpose(np.argsort([axis % x.ndim for axis in axes]))


def scattered(g: Array, out: Array, x: Array, index: Any) -> Array:
    """Add each gradient to the place its value was read from, as often as read."""
    full = np.zeros(x.shape, g.dtype)
    np.add.at(full, index, g)
    return full


def winner(g: Array, mine: Array, other: Array) -> Array:
    """Give ``g`` to the larger side and half to each at a tie; nan loses nothing."""
    return np.where(mine == other, g / 2, np.where(mine < other, 0, g))


FORWARD: dict[str, Forward] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "true_divide": np.true_divide,
    "maximum": np.maximum,
    "negative": np.negative,
    "log": np.log,
    "exp": np.exp,
    "relu": lambda x: np.maximum(x, 0),
    "sum": summed,
    "reshape": np.reshape,
    "permute": np.transpose,
    "transpose": np.transpose,
    "expand": expanded,
    "matmul": np.matmul,
    "getitem": lambda x, index: x[index],
    "cross_entropy": softmax.cross_entropy,
    **FURTHER_FORWARD,
}

BACKWARD: Mapping[str, Sequence[Back]] = {
    "add": (lambda g, out, x, y: g, lambda g, out, x, y: g),
    "subtract": (lambda g, out, x, y: g, lambda g, out, x, y: -g),
    "multiply": (lambda g, out, x, y: g * y, lambda g, out, x, y: g * x),
    "true_divide": (lambda g, out, x, y: g / y, lambda g, out, x, y: -g * (x / y / y)),
    "maximum": (
        lambda g, out, x, y: winner(g, x, y),
        lambda g, out, x, y: winner(g, y, x),
    ),
    "negative": (lambda g, out, x: -g,),
    "log": (lambda g, out, x: g / x,),
    "exp": (lambda g, out, x: g * out,),
    # "Not at most zero" rather than "above zero": nan passes its gradient on.
    "relu": (lambda g, out, x: np.where(out <= 0, 0, g),),
    "sum": (spread,),
    "reshape": (lambda g, out, x, new_shape: g.reshape(x.shape),),
    "permute": (unpermuted,),
    "transpose": (lambda g, out, x: g.transpose(),),
    "expand": (lambda g, out, x, new_shape: g,),
    "matmul": (products.left, products.right),
    "getitem": (scattered,),
    "cross_entropy": (softmax.cross_entropy_back,),
    **FURTHER_BACKWARD,
}
