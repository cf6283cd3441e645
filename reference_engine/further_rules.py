"""Hold the rows of the ops beyond the course, in the same form."""
# ruff: noqa: ARG001, ARG005, A006  rules share one signature

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from reference_engine import reductions
from reference_engine.shapes import Array
from reference_engine.softmax import softmax

Back = Callable[..., Any]


class EveryArgument(dict[int, Back]):
    """Give an op with any number of arguments one rule, told which is asked for."""

    def __init__(self, rule: Back) -> None:
        super().__init__()
        self.rule = rule

    def __missing__(self, position: int) -> Back:
        return partial(self.rule, position)


def sigmoid(x: Array) -> Any:
    """Return 1 / (1 + exp(-x)), taking exp of negative numbers only."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)


def clamped(g: Array, out: Array, x: Array, min: Any = None, max: Any = None) -> Array:  # noqa: A002
    """Let the gradient pass inside the limits and on them."""
    inside = np.ones(x.shape, bool)
    if min is not None:
        inside &= x >= min
    if max is not None:
        inside &= x <= max
    return np.where(inside, g, 0)


def base_back(g: Array, out: Array, x: Any, y: Any) -> Array:
    """Return y x^(y-1); a power of 0 is constant even where x is 0."""
    safe = np.where(np.equal(y, 0), 1, y).astype(g.dtype)
    return np.where(np.equal(y, 0), 0, g * (y * np.power(x, safe - 1)))


def exponent_back(g: Array, out: Array, x: Any, y: Any) -> Array:
    """Return out log(x); 0 to a power stays 0, so its exponent has no say."""
    x = np.asarray(x, g.dtype)
    flat = (x == 0) & np.greater_equal(y, 0)
    return g * np.where(flat, 0, out * np.log(np.where(flat, 1, x)))


def is_legacy_empty(x: Array) -> bool:
    """Say whether ``x`` is the shape (0,) that cat takes beside anything."""
    return x.shape == (0,)


def cat(*arrays: Array, dim: int = 0) -> Any:
    """Join along an axis; an array of shape (0,) adds nothing."""
    kept = [a for a in arrays if not is_legacy_empty(a)]
    return np.concatenate(kept or arrays, axis=dim)


def cat_back(position: int, g: Array, out: Array, *arrays: Array, dim: int = 0) -> Any:
    """Cut out the part of ``g`` that belongs to one of the arrays."""
    if is_legacy_empty(arrays[position]):
        return np.zeros(0, g.dtype)
    sizes = [0 if is_legacy_empty(a) else a.shape[dim] for a in arrays]
    start = sum(sizes[:position])
    return np.moveaxis(np.moveaxis(g, dim, 0)[start : start + sizes[position]], 0, dim)


def stack_back(
    position: int, g: Array, out: Array, *arrays: Array, dim: int = 0
) -> Any:
    """Pick the layer of ``g`` that belongs to one of the arrays."""
    return g.take(position, axis=dim)


FURTHER_FORWARD: Mapping[str, Callable[..., Any]] = {
    "astype": lambda x, dtype: x.astype(dtype),
    "minimum": np.minimum,
    "mean": reductions.mean,
    "max": lambda x, dim=None, keepdim=False: x.max(axis=dim, keepdims=keepdim),
    "min": lambda x, dim=None, keepdim=False: x.min(axis=dim, keepdims=keepdim),
    "amax": lambda x, dim=None, keepdim=False: x.max(axis=dim, keepdims=keepdim),
    "amin": lambda x, dim=None, keepdim=False: x.min(axis=dim, keepdims=keepdim),
    "prod": lambda x, dim=None, keepdim=False: x.prod(axis=dim, keepdims=keepdim),
    "var": reductions.var,
    "std": reductions.std,
    "norm": lambda x: np.sqrt(np.sum(x * x)),
    "logsumexp": reductions.logsumexp,
    "softmax": softmax,
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "round": np.round,
    "sqrt": np.sqrt,
    "pow": np.power,
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "leaky_relu": lambda x, slope=0.01: np.where(x > 0, x, slope * x),
    "clamp": lambda x, min=None, max=None: np.clip(x, min, max),
    "where": np.where,
    "cat": cat,
    "stack": lambda *arrays, dim=0: np.stack(arrays, axis=dim),
}


def flat(g: Array, out: Array, x: Array) -> Array:
    """Return zeros: the op is constant wherever it has a slope."""
    return np.zeros_like(g)


FURTHER_BACKWARD: Mapping[str, Any] = {
    "astype": (lambda g, out, x, dtype: g.astype(x.dtype),),
    "minimum": (
        lambda g, out, x, y: np.where(x == y, g / 2, np.where(x > y, 0, g)),
        lambda g, out, x, y: np.where(x == y, g / 2, np.where(y > x, 0, g)),
    ),
    "mean": (reductions.mean_back,),
    "max": (reductions.extreme_back(np.argmax),),
    "min": (reductions.extreme_back(np.argmin),),
    "amax": (reductions.shared_by_extremes,),
    "amin": (reductions.shared_by_extremes,),
    "prod": (reductions.prod_back,),
    "var": (reductions.var_back,),
    "std": (reductions.std_back,),
    "norm": (lambda g, out, x: np.where(out == 0, 0, x * (g / out)),),
    "logsumexp": (
        lambda g, out, x, dim, keepdim=False: (
            reductions.restored(g, dim, keepdim)
            * np.exp(x - reductions.restored(out, dim, keepdim))
        ),
    ),
    "softmax": (
        lambda g, out, x, dim=-1: out * (g - (g * out).sum(axis=dim, keepdims=True)),
    ),
    "abs": (lambda g, out, x: g * np.sign(x),),
    "sign": (flat,),
    "floor": (flat,),
    "ceil": (flat,),
    "round": (flat,),
    "sqrt": (lambda g, out, x: g / (2 * out),),
    "pow": (base_back, exponent_back),
    "tanh": (lambda g, out, x: g * (1 - out * out),),
    "sigmoid": (lambda g, out, x: g * ((1 - out) * out),),
    "leaky_relu": (lambda g, out, x, slope=0.01: np.where(x > 0, g, slope * g),),
    "clamp": (clamped,),
    "where": (
        None,
        lambda g, out, condition, x, y: np.where(condition, g, 0),
        lambda g, out, condition, x, y: np.where(condition, 0, g),
    ),
    "cat": EveryArgument(cat_back),
    "stack": EveryArgument(stack_back),
}
