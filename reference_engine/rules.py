"""Hold the mathematics: two tables, one row per op and one rule per argument.

A rule is ``back(grad_out, out, *args, **kwargs)``: plain arrays in, the gradient of
one argument out, shaped like ``out``'s broadcast. Nothing here knows of graphs, and
nobody unbroadcasts here: the walk does so in one place.
"""

import operator
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from reference_engine import indexing, products, reductions, softmax
from reference_engine.further_rules import FURTHER_BACKWARD, FURTHER_FORWARD
from reference_engine.fused import FUSED_BACKWARD, FUSED_FORWARD
from reference_engine.shapes import Array

Forward = Callable[..., Any]
Back = Callable[..., Any]


def expanded(x: Array, new_shape: tuple[int, ...]) -> Array:
    """Copy ``x`` along new or size-1 axes by a view; -1 keeps an axis."""
    added = len(new_shape) - x.ndim
    sizes = [x.shape[i - added] if n == -1 else n for i, n in enumerate(new_shape)]
    return np.broadcast_to(x, sizes)


def unpermuted(g: Array, out: Array, x: Array, axes: Sequence[int]) -> Array:
    """Apply the inverse permutation; argsort inverts only non-negative axes."""
    return g.transpose(np.argsort([axis % x.ndim for axis in axes]))


def winner(g: Array, mine: Array, other: Array) -> Array:
    """Give ``g`` to the larger side and half to each at a tie; nan loses nothing."""
    return np.where(mine == other, g / 2, np.where(mine < other, 0, g))


WHOLE = {2: np.int16, 4: np.int32, 8: np.int64}


def kept(g: Any, mask: Any) -> Any:
    """Return ``g`` where ``mask`` is true, else 0.

    By bits: g * mask would make nan of infinity, np.where takes three times as long.
    """
    bits = g.view(WHOLE[g.itemsize])
    return (bits & -mask.view(np.int8)).view(g.dtype)


FORWARD: dict[str, Forward] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "true_divide": operator.truediv,
    "maximum": np.maximum,
    "negative": np.negative,
    "log": np.log,
    "exp": np.exp,
    "relu": lambda x: np.maximum(x, 0),
    "sum": reductions.summed,
    "reshape": np.reshape,
    "permute": np.transpose,
    "transpose": np.transpose,
    "expand": expanded,
    "matmul": products.matmul,
    "getitem": indexing.read,
    "cross_entropy": softmax.cross_entropy,
    **FUSED_FORWARD,
    **FURTHER_FORWARD,
}

BACKWARD: dict[str, Any] = {
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
    "relu": (lambda g, out, x: kept(g, ~(out <= 0)),),
    "sum": (reductions.spread,),
    "reshape": (lambda g, out, x, new_shape: g.reshape(x.shape),),
    "permute": (unpermuted,),
    "transpose": (lambda g, out, x: g.transpose(),),
    "expand": (lambda g, out, x, new_shape: g,),
    "matmul": (products.left, products.right),
    "getitem": (indexing.scattered,),
    "cross_entropy": (softmax.cross_entropy_back,),
    **FUSED_BACKWARD,
    **FURTHER_BACKWARD,
}
