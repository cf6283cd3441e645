"""Differentiate a matrix product, each gradient in its operand's memory layout."""
# ruff: noqa: ARG001  rules share one signature

from typing import Any

import numpy as np

from reference_engine.shapes import Array


def matmul(x: Array, y: Array) -> Any:
    """Multiply matrices; 1-D and batched operands as in ``np.matmul``."""
    if x.dtype != y.dtype:
        raise TypeError(f"dtypes differ: {x.dtype} and {y.dtype}; convert one of them")
    return np.matmul(x, y)


def turned(x: Array) -> Array:
    """Swap the last two axes."""
    return x.swapaxes(-1, -2)


def left(g: Array, out: Array, x: Array, y: Array) -> Array:
    """Return the gradient of ``x`` in ``x @ y``; 1-D operands as in ``np.matmul``."""
    if y.ndim == 1:
        return g[..., None] * y
    if x.ndim == 1:
        return (y @ g[..., None])[..., 0]
    return laid_out_like(x, g, turned(y))


def right(g: Array, out: Array, x: Array, y: Array) -> Array:
    """Return the gradient of ``y`` in ``x @ y``; 1-D operands as in ``np.matmul``."""
    if y.ndim == 1:
        return g[..., None] * x
    if x.ndim == 1:
        return x[:, None] * g[..., None, :]
    return laid_out_like(y, turned(x), g)


def laid_out_like(operand: Array, a: Array, b: Array) -> Array:
    """Return ``a @ b`` with its axes in memory as those of ``operand``.

    A weight used as ``x @ W.T`` would otherwise get its gradient across the grain,
    and the optimiser would pay more for reading it than for the product itself.
    """
    if operand.flags.f_contiguous and not operand.flags.c_contiguous:
        return turned(turned(b) @ turned(a))
    product: Array = np.matmul(a, b)
    return product
