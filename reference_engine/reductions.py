"""Reduce arrays over axes and hand the gradient back to every element."""
# ruff: noqa: FBT001, FBT002, ARG001, PLR0913, PLR0917  rules share one signature

from typing import Any

import numpy as np

from reference_engine.shapes import Array


def axes_of(dim: Any) -> Any:
    """Return NumPy's axis for ``dim``; an empty tuple means every axis, as None."""
    return None if dim == () else dim


def restored(g: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """Put the reduced axes back with size 1, so that ``g`` broadcasts again."""
    dim = axes_of(dim)
    return g if keepdim or dim is None else np.expand_dims(g, dim)


def summed(x: Array, dim: Any = None, keepdim: bool = False) -> Any:
    """Sum over ``dim``."""
    return x.sum(axis=axes_of(dim), keepdims=keepdim)


def spread(g: Any, out: Any, x: Array, dim: Any = None, keepdim: bool = False) -> Array:
    """Give each summed element the gradient of its sum, in an array of its own."""
    # A broadcast view is read-only, and an engine adding into it in place would fail.
    full = np.empty(x.shape, g.dtype)
    full[...] = restored(g, dim, keepdim)
    return full


def reduced(function: Any) -> Any:
    """Return one of NumPy's reductions with PyTorch's names for its options."""

    def forward(x: Array, dim: Any = None, keepdim: bool = False) -> Any:
        return function(x, axis=dim, keepdims=keepdim)

    return forward


def mean(x: Array, dim: Any = None, keepdim: bool = False) -> Any:
    """Average over ``dim``; whole numbers have no mean of their own kind."""
    if x.dtype.kind != "f":
        raise TypeError("the mean of whole numbers is a float: convert them first")
    return x.mean(axis=axes_of(dim), keepdims=keepdim)


def mean_back(
    g: Any, out: Any, x: Array, dim: Any = None, keepdim: bool = False
) -> Array:
    """Share each average's gradient equally."""
    # The divisor in g's dtype: a plain int64 array would widen float32.
    shares: Array = spread(g, out, x, dim, keepdim) / g.dtype.type(count(x, out))
    return shares


def count(x: Array, out: Any) -> int:
    """Return how many elements went into each result, at least 1."""
    return max(x.size // max(np.size(out), 1), 1)


def shared_by_extremes(
    g: Any, out: Any, x: Array, dim: Any = None, keepdim: bool = False
) -> Array:
    """Share the gradient evenly among the elements that reach the extreme.

    A nan equals nothing, itself included, so an extreme that is nan gives nan.
    """
    chosen = x == restored(out, dim, keepdim)
    ties = chosen.sum(axis=axes_of(dim), keepdims=True).astype(x.dtype)
    shares: Array = restored(g, dim, keepdim) * chosen / ties
    return shares


def shared_by_all_extremes(g: Any, out: Any, x: Array) -> Array:
    """Share the gradient evenly among the extremes; if there is a nan, it is one."""
    chosen = np.isnan(x) if np.isnan(out) else x == out
    return np.where(chosen, g / x.dtype.type(chosen.sum()), 0)


def extreme_back(arg: Any) -> Any:
    """Return the rule of max or min: even over everything, the first along an axis."""

    def back(
        g: Any, out: Any, x: Array, dim: int | None = None, keepdim: bool = False
    ) -> Array:
        if dim is None:
            return shared_by_all_extremes(g, out, x)
        full = np.zeros(x.shape, g.dtype)
        first = np.expand_dims(arg(x, axis=dim), dim)
        np.put_along_axis(full, first, restored(g, dim, keepdim), dim)
        return full

    return back


def prod_back(
    g: Any, out: Any, x: Array, dim: int | None = None, keepdim: bool = False
) -> Array:
    """Multiply by the other factors; dividing ``out`` by x would fail at zeros."""
    along = np.moveaxis(x, dim, -1) if dim is not None else x.reshape(-1)
    ones = np.ones_like(along[..., :1])
    before = np.cumprod(np.concatenate([ones, along[..., :-1]], -1), -1)
    after = np.cumprod(np.concatenate([ones, along[..., :0:-1]], -1), -1)[..., ::-1]
    others = before * after
    back = others.reshape(x.shape) if dim is None else np.moveaxis(others, -1, dim)
    result: Array = back * restored(g, dim, keepdim)
    return result


def var(x: Array, dim: Any = None, keepdim: bool = False, correction: float = 1) -> Any:
    """Return the variance with PyTorch's ``correction`` 1 (NumPy's default is 0)."""
    return x.var(axis=axes_of(dim), keepdims=keepdim, ddof=correction)


def var_back(
    g: Any,
    out: Any,
    x: Array,
    dim: Any = None,
    keepdim: bool = False,
    correction: float = 1,
) -> Array:
    """Return 2 (x - mean) / (n - correction), scaled."""
    distance = x - x.mean(axis=axes_of(dim), keepdims=True)
    scale = np.asarray(2 / (count(x, out) - correction), x.dtype)
    result: Array = distance * scale * restored(g, dim, keepdim)
    return result


def std(x: Array, dim: Any = None, keepdim: bool = False, correction: float = 1) -> Any:
    """Return the root of the variance."""
    return np.sqrt(var(x, dim, keepdim, correction))


def std_back(
    g: Any,
    out: Any,
    x: Array,
    dim: Any = None,
    keepdim: bool = False,
    correction: float = 1,
) -> Array:
    """Return the variance's rule over 2 std; 0 where all elements are equal."""
    slope = np.where(out == 0, 0, g / (2 * out))
    return var_back(slope.astype(x.dtype), out, x, dim, keepdim, correction)


def logsumexp(x: Array, dim: Any, keepdim: bool = False) -> Any:
    """Return log(sum(exp(x))); the maximum is taken out so that exp stays finite."""
    top = x.max(axis=dim, keepdims=True)
    top = np.where(np.isfinite(top), top, 0)
    total = np.log(np.exp(x - top).sum(axis=dim, keepdims=True)) + top
    return total if keepdim else total.squeeze(dim)


def logsumexp_back(
    g: Any, out: Any, x: Array, dim: Any, keepdim: bool = False
) -> Array:
    """Share the gradient by softmax."""
    result: Array = restored(g, dim, keepdim) * np.exp(x - restored(out, dim, keepdim))
    return result
