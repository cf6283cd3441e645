"""Look at the same elements in another arrangement."""
# ruff: noqa: ARG001  rules share one signature

from collections.abc import Sequence

import numpy as np

from reference_engine.shapes import Array


def expanded(x: Array, new_shape: tuple[int, ...]) -> Array:
    """Copy ``x`` along new or size-1 axes by a view; -1 keeps an axis."""
    added = len(new_shape) - x.ndim
    sizes = [x.shape[i - added] if n == -1 else n for i, n in enumerate(new_shape)]
    return np.broadcast_to(x, sizes)


def unpermuted(g: Array, out: Array, x: Array, axes: Sequence[int]) -> Array:
    """Apply the inverse permutation; argsort inverts only non-negative axes."""
    return g.transpose(np.argsort([axis % x.ndim for axis in axes]))
