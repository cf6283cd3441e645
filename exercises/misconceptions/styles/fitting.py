"""Bring a gradient back to a shape: rightly, and in the ways of the catalogue."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Shape = tuple[int, ...]
Fit = Callable[[Any, Shape], Any]


def fit(g: Any, shape: Shape) -> Any:
    """Sum added axes away, then stretched ones down to one."""
    if np.shape(g) == shape:
        return g
    while g.ndim > len(shape):
        g = np.add.reduce(g, axis=0)
    for n, size in enumerate(shape):
        if size == 1 != g.shape[n]:
            g = np.add.reduce(g, axis=n, keepdims=True)
    return g


def _padded(g: Any, shape: Shape) -> Shape:
    return (*(1 for _ in range(g.ndim - len(shape))), *shape)


def _places(g: Any, shape: Shape) -> tuple[int, ...]:
    wanted = _padded(g, shape)
    lead = g.ndim - len(shape)
    return tuple(n for n in range(lead, g.ndim) if wanted[n] == 1 != g.shape[n])


def _copies(g: Any, shape: Shape) -> Any:
    """Return the copies of each element along a new last axis."""
    index = np.broadcast_to(np.arange(int(np.prod(shape))).reshape(shape), g.shape)
    flat, at = g.ravel(), index.ravel()
    rows = [flat[at == n] for n in range(int(np.prod(shape)))]
    return np.array(rows).reshape((*shape, -1))


def _without_added(g: Any, shape: Shape) -> Any:
    return g.sum(axis=tuple(range(g.ndim - len(shape))))


def _without_stretched(g: Any, shape: Shape) -> Any:
    for n in _places(g, shape):
        g = g.sum(axis=n, keepdims=True)
    return g


def _left(g: Any, shape: Shape) -> Any:
    while g.ndim > len(shape):
        g = g.sum(axis=-1)
    for n, size in enumerate(shape):
        if size == 1 and g.shape[n] != 1:
            g = g.sum(axis=n, keepdims=True)
    return g


def _squeezed(g: Any, shape: Shape) -> Any:
    gone = (*range(g.ndim - len(shape)), *_places(g, shape))
    return g.sum(axis=gone)


def _one_stretched(g: Any, shape: Shape) -> Any:
    places = _places(g, shape)
    if places:
        g = g.sum(axis=places[0], keepdims=True)
    return _without_added(g, shape)


def _one_added(g: Any, shape: Shape) -> Any:
    lead = g.ndim > len(shape)
    g = _without_stretched(g, shape)
    return g.sum(axis=0) if lead else g


def _number_one(g: Any, shape: Shape) -> Any:
    g = _without_added(g, shape)
    for _ in range(shape.count(1)):
        g = g.sum(axis=1, keepdims=True)
    return g


def _unless_fitting(wrong: Fit) -> Fit:
    return lambda g, shape: g if np.shape(g) == shape else wrong(g, shape)


WRONG: Mapping[str, Fit] = {
    "unb_none": lambda g, shape: g,  # noqa: ARG005 - the shape is what it ignores
    "unb_mean": _unless_fitting(lambda g, shape: _copies(g, shape).mean(axis=-1)),
    "unb_lead_only": _unless_fitting(_without_added),
    "unb_stretch_only": _unless_fitting(_without_stretched),
    "unb_no_keepdims": _unless_fitting(_squeezed),
    "unb_trailing": _unless_fitting(_left),
    "unb_first_copy": _unless_fitting(lambda g, shape: _copies(g, shape)[..., 0]),
    "unb_one_axis": _unless_fitting(_one_stretched),
    "unb_sum_all": _unless_fitting(lambda g, shape: np.zeros(shape) + g.sum()),
    "unb_resize": _unless_fitting(
        lambda g, shape: g.ravel()[: int(np.prod(shape))].reshape(shape)
    ),
    "unb_max": _unless_fitting(lambda g, shape: _copies(g, shape).max(axis=-1)),
    "unb_one_lead": _unless_fitting(_one_added),
    "unb_axis1": _number_one,
}
