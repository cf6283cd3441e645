"""Say which axes NumPy stretched and sum a gradient back over them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def stretched_axes(
    broadcasted: tuple[int, ...], original: tuple[int, ...]
) -> tuple[int, ...]:
    """Return the axes of ``broadcasted`` along which ``original`` was copied.

    Axes count from the left of ``broadcasted``; added axes come first. Raises
    ``ValueError`` where broadcasting could not have led from one to the other.
    """
    added = len(broadcasted) - len(original)
    pairs = zip(broadcasted[max(added, 0) :], original, strict=False)
    if added < 0 or any(o not in (1, b) for b, o in pairs):
        raise ValueError(f"{original} does not broadcast to {broadcasted}")
    # "Not equal" rather than "greater than one": an axis of size 1 may also have
    # been stretched to size 0, and then its gradient is an empty sum.
    return tuple(
        axis
        for axis, size in enumerate(broadcasted)
        if axis < added or original[axis - added] != size
    )


def unbroadcast(broadcasted: Array, original: Array) -> Array:
    """Sum ``broadcasted`` over the stretched axes to the shape of ``original``.

    Only the shape of ``original`` matters. The result is a new array unless the
    shapes are equal.
    """
    if broadcasted.shape == original.shape:
        # A sum over no axes copies the whole array.
        return broadcasted
    if broadcasted.shape[1:] == original.shape:
        # A bias, the usual case.
        rows: Array = broadcasted.sum(0)
        return rows
    axes = stretched_axes(broadcasted.shape, original.shape)
    total: Array = np.asarray(broadcasted.sum(axes))
    return total.reshape(original.shape)
