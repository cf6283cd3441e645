"""Join any number of arrays: here every argument of an op shares one rule."""
# ruff: noqa: ARG001  rules share one signature

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from reference_engine.shapes import Array


class EveryArgument(dict[int, Callable[..., Any]]):
    """Answer for any position with one rule, told which argument is asked for."""

    def __init__(self, rule: Callable[..., Any]) -> None:
        super().__init__()
        self.rule = rule

    def __missing__(self, position: int) -> Callable[..., Any]:
        return partial(self.rule, position)


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


def stack(*arrays: Array, dim: int = 0) -> Any:
    """Join along a new axis."""
    return np.stack(arrays, axis=dim)


def stack_back(
    position: int, g: Array, out: Array, *arrays: Array, dim: int = 0
) -> Any:
    """Pick the layer of ``g`` that belongs to one of the arrays."""
    return g.take(position, axis=dim)


FORWARD = {"cat": cat, "stack": stack}
BACKWARD = {"cat": EveryArgument(cat_back), "stack": EveryArgument(stack_back)}
