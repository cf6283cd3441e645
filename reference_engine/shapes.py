"""Say which axes NumPy stretched and sum a gradient back over them."""

from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]
Shape = tuple[int, ...]


def stretched_axes(broadcasted: Shape, original: Shape) -> Shape:
    """Return the axes of ``broadcasted`` along which ``original`` was copied.

    Axes count from the left of ``broadcasted``; added axes come first. Raises
    ``ValueError`` where broadcasting could not have led from one to the other.
    """
    added = len(broadcasted) - len(original)
    pairs = list(zip((1,) * added + original, broadcasted, strict=False))
    if added < 0 or any(had not in (1, has) for had, has in pairs):
        raise ValueError(f"{original} does not broadcast to {broadcasted}")
    # "Not equal" rather than "greater than one": an axis of size 1 may also have
    # been stretched to size 0, and then its gradient is an empty sum.
    return tuple(i for i, (had, has) in enumerate(pairs) if i < added or had != has)


def unbroadcast(broadcasted: Array, original: Array) -> Array:
    """Sum ``broadcasted`` over the stretched axes to the shape of ``original``.

    Only the shape of ``original`` matters. The result is a new array unless the
    shapes are equal.
    """
    if broadcasted.shape == original.shape:
        # A sum over no axes copies the whole array.
        return broadcasted
    axes = stretched_axes(broadcasted.shape, original.shape)
    total: Array = broadcasted.sum(axes)
    return total.reshape(original.shape)
