"""List mistakes in bringing a gradient back to the shape before broadcasting."""

from collections.abc import Callable
from typing import Any

import numpy as np

from exercises.misconceptions.mutants.mutant import Mutant
from exercises.misconceptions.rules import copied_axes
from exercises.nouns import Array

Shape = tuple[int, ...]
Unbroadcast = Callable[[Array, Shape], Any]


def reduced(by: Callable[..., Any]) -> Unbroadcast:
    """Return an unbroadcast that joins copies by something else than their sum."""

    def unbroadcast(raw: Array, shape: Shape) -> Array:
        if raw.shape == shape:
            return raw
        added, stretched = copied_axes(raw.shape, shape)
        return np.asarray(by(raw, (*added, *stretched))).reshape(shape)

    return unbroadcast


def _added_only(raw: Array, shape: Shape) -> Any:
    return raw.sum(axis=tuple(range(raw.ndim - len(shape))))


def _stretched_only(raw: Array, shape: Shape) -> Any:
    return raw.sum(axis=copied_axes(raw.shape, shape)[1], keepdims=True)


def _no_keepdims(raw: Array, shape: Shape) -> Any:
    added, stretched = copied_axes(raw.shape, shape)
    return raw.sum(axis=(*added, *stretched))


def _summed_where_one(raw: Array, shape: Shape) -> Array:
    """Sum every axis that should have size 1 and has not, aligned from the left."""
    for axis, size in enumerate(shape):
        if size == 1 and axis < raw.ndim and raw.shape[axis] != 1:
            raw = raw.sum(axis=axis, keepdims=True)
    return raw


def _trailing(raw: Array, shape: Shape) -> Array:
    surplus = raw.ndim - len(shape)
    return _summed_where_one(raw.sum(axis=tuple(range(-surplus, 0))), shape)


def _one_axis(raw: Array, shape: Shape) -> Any:
    added, stretched = copied_axes(raw.shape, shape)
    kept = raw.sum(axis=stretched[:1], keepdims=True)
    return kept.sum(axis=tuple(added))


def _one_lead(raw: Array, shape: Shape) -> Any:
    added, stretched = copied_axes(raw.shape, shape)
    kept = raw.sum(axis=stretched, keepdims=True)
    return kept.sum(axis=tuple(added)[:1])


def _axis_one(raw: Array, shape: Shape) -> Any:
    raw = raw.sum(axis=tuple(range(raw.ndim - len(shape))))
    for size in shape:
        if size == 1:
            raw = raw.sum(axis=size, keepdims=True)
    return raw


def _first_copy(raw: Array, axes: tuple[int, ...]) -> Array:
    return raw[tuple(0 if n in axes else slice(None) for n in range(raw.ndim))]


ALL = tuple(
    Mutant(name, "unb", cause, claim, {"unbroadcast": unbroadcast})
    for name, cause, claim, unbroadcast in (
        (
            "unb_none",
            "unbroadcast-misdirected",
            "a gradient keeps the shape that broadcasting gave the result",
            lambda raw, shape: raw,
        ),
        (
            "unb_mean",
            "mean-not-sum",
            "the copies made by broadcasting are averaged",
            reduced(lambda raw, axes: raw.mean(axis=axes)),
        ),
        (
            "unb_lead_only",
            "only-new-axes-summed",
            "added axes are summed away, but stretched ones keep their length",
            _added_only,
        ),
        (
            "unb_stretch_only",
            "only-stretched-axes-summed",
            "stretched axes are summed, but added ones stay",
            _stretched_only,
        ),
        (
            "unb_no_keepdims",
            "squeezed-too-far",
            "stretched axes vanish where they should shrink back to length 1",
            _no_keepdims,
        ),
        (
            "unb_trailing",
            "aligned-from-left",
            "the last axes are summed away where the first ones were added",
            _trailing,
        ),
        (
            "unb_first_copy",
            "one-copy-taken",
            "of the copies made by broadcasting only the first sends its gradient back",
            reduced(_first_copy),
        ),
        (
            "unb_one_axis",
            "one-axis-summed",
            "only one of several stretched axes is summed",
            _one_axis,
        ),
        (
            "unb_sum_all",
            "total-everywhere",
            "every element gets the total of all copies of all elements",
            lambda raw, shape: raw if raw.shape == shape else np.full(shape, raw.sum()),
        ),
        (
            "unb_resize",
            "one-copy-taken",
            "the gradient is cut to the wanted size instead of being summed",
            np.resize,
        ),
        (
            "unb_max",
            "one-copy-taken",
            "of the copies made by broadcasting the largest gradient is taken",
            reduced(lambda raw, axes: raw.max(axis=axes)),
        ),
        (
            "unb_one_lead",
            "one-axis-summed",
            "only one of several added axes is summed away",
            _one_lead,
        ),
        (
            "unb_axis1",
            "size-taken-as-axis",
            "where a length is 1, axis number 1 is summed",
            _axis_one,
        ),
    )
)
