"""Let a gradient pass where its argument was chosen."""
# ruff: noqa: ARG001, A002  rules share one signature

from typing import Any

import numpy as np

from reference_engine.shapes import Array

WHOLE = {2: np.int16, 4: np.int32, 8: np.int64}


def larger(g: Array, mine: Array, other: Array) -> Array:
    """Give ``g`` to the larger side and half to each at a tie; nan loses nothing."""
    return np.where(mine == other, g / 2, np.where(mine < other, 0, g))


def dropped(g: Any, mask: Any) -> Any:
    """Return ``g`` with 0 where ``mask`` is true.

    By bits: g * ~mask would make nan of infinity, np.where takes several times as long.
    """
    bits = mask.astype(WHOLE[g.itemsize])
    # From 1 and 0 to no bits and all bits.
    bits -= 1
    bits &= g.view(bits.dtype)
    return bits.view(g.dtype)


def clamped(g: Array, out: Array, x: Array, min: Any = None, max: Any = None) -> Array:
    """Let the gradient pass inside the limits and on them."""
    inside = np.ones(x.shape, bool)
    if min is not None:
        inside &= x >= min
    if max is not None:
        inside &= x <= max
    return np.where(inside, g, 0)
