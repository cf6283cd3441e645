"""Choose shapes, axes and indices that make a broadcast or an axis mistake visible."""

from collections.abc import Callable
from typing import Any

import numpy as np

Shape = tuple[int, ...]
MOST_NUMBERS = 27
MOST_AXES = 3


def partner_shape(
    rng: np.random.Generator, op: str, shape: Shape, broadcast: float
) -> Shape:
    """Return a shape for the other operand of ``op``.

    With probability ``broadcast``: fewer axes, stretched axes or an added axis.
    """
    if op == "matmul":
        inner = shape[-1] if shape else 2
        return (inner, int(rng.integers(1, 4)))
    if rng.random() >= broadcast:
        return shape
    kind = rng.integers(3)
    if kind == 0 and shape:
        return shape[int(rng.integers(1, len(shape) + 1)) :]
    if kind == 1 and shape:
        return tuple(1 if rng.random() < 0.5 else size for size in shape)
    longer = (int(rng.integers(2, 4)), *shape)
    fits = len(longer) <= MOST_AXES and np.prod(longer) <= MOST_NUMBERS
    return longer if fits else shape


def keywords_for(
    rng: np.random.Generator, op: str, shape: Shape
) -> dict[str, Any] | None:
    """Return arguments for ``op`` on an operand of ``shape``; None: it has none."""
    if op not in ARGUMENT:
        return {}
    # An accepted sum_back replaces dim=None by axis 0, which a 0-d array has not.
    if op == "sum" and not shape:
        return None
    name, draw = ARGUMENT[op]
    value = draw(rng, shape)
    # An op that changes nothing asks nothing.
    if value == (tuple(range(len(shape))) if op == "permute" else shape):
        return None
    if op == "sum":
        return {name: value, "keepdim": bool(rng.random() < 0.4)}
    return None if value is None else {name: value}


def _summed(rng: np.random.Generator, shape: Shape) -> int | tuple[int, ...] | None:
    kind = rng.random()
    if not shape or kind < 0.25:
        return None
    axis = int(rng.integers(len(shape)))
    if kind < 0.75:
        return axis
    if kind < 0.85:
        return axis - len(shape)
    keep = int(rng.integers(len(shape)))
    return tuple(other for other in range(len(shape)) if other != keep) or (0,)


def _reshaped(rng: np.random.Generator, shape: Shape) -> Shape:
    size = int(np.prod(shape, dtype=np.int64))
    divisors = [n for n in range(1, size + 1) if size % n == 0]
    first = int(rng.choice(divisors))
    if rng.random() < 0.3:
        return (size,)
    return (first, size // first)


def _expanded(rng: np.random.Generator, shape: Shape) -> Shape:
    wider = tuple(
        int(rng.integers(2, 4)) if n == 1 and rng.random() < 0.7 else n for n in shape
    )
    longer = (int(rng.integers(2, 4)), *wider)
    fits = len(longer) <= MOST_AXES and np.prod(longer) <= MOST_NUMBERS
    return longer if fits and rng.random() < 0.6 else wider


def _index(rng: np.random.Generator, shape: Shape) -> int | tuple[Any, ...] | None:
    """Return one number, one number per axis, or lists of places with repeats."""
    kind = rng.random()
    if not shape:
        return None
    if kind < 0.3:
        return int(rng.integers(shape[0]))
    if kind < 0.5:
        return tuple(int(rng.integers(size)) for size in shape)
    count = int(rng.integers(2, 4))
    axes = shape[: int(rng.integers(1, min(len(shape), 2) + 1))]
    places = [[int(n) for n in rng.integers(size, size=count)] for size in axes]
    if rng.random() < 0.6:
        for place in places:
            place[-1] = place[0]
    return tuple(tuple(place) for place in places)


def _axes(rng: np.random.Generator, shape: Shape) -> Shape:
    return tuple(int(axis) for axis in rng.permutation(len(shape)))


def _labels(rng: np.random.Generator, shape: Shape) -> Shape | None:
    if len(shape) != 2 or shape[1] == 1:
        return None
    return tuple(int(label) for label in rng.integers(shape[1], size=shape[0]))


ARGUMENT: dict[str, tuple[str, Callable[[np.random.Generator, Shape], Any]]] = {
    "sum": ("dim", _summed),
    "reshape": ("new_shape", _reshaped),
    "permute": ("axes", _axes),
    "expand": ("new_shape", _expanded),
    "getitem": ("index", _index),
    "cross_entropy": ("true_labels", _labels),
}
