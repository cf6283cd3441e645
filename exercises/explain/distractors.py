"""Find wrong answers that somebody would give, each with the misconception behind it."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np

from exercises.explain.picture import Picture
from exercises.graphs import GraphSpec
from exercises.misconceptions.host import run
from exercises.misconceptions.mutants.catalogue import MUTANTS, VALUE_MUTANTS
from exercises.nouns import Array

APART = 0.05  # relative to the largest number, else two options look alike


class Wrong(NamedTuple):
    """A wrong answer; ``cause`` is a misconception, empty for a slip of arithmetic."""

    array: Array
    cause: str = ""


def by_mutants(spec: GraphSpec, leaf: int) -> list[Wrong]:
    """Return what engines with one mistake make of a leaf's gradient."""
    place = 1 + [each.id for each in spec.leaves].index(leaf)
    found = []
    for name in VALUE_MUTANTS:
        seen = run(spec, [name])
        array = seen.arrays[place] if not seen.raised else None
        if array is not None and np.isfinite(array).all():
            wrong = np.asarray(array, dtype=np.float64)
            found.append(Wrong(wrong, MUTANTS[name].cause))
    return found


def by_edges(picture: Picture, leaf: int, argument: tuple[int, int]) -> list[Wrong]:
    """Return what is taken for one contribution: what arrives, another, their sum."""
    into = picture.into(leaf)
    found = []
    for edge in into:
        if edge.key == argument and edge.arriving is not None:
            found.append(Wrong(edge.arriving, "local-slope-dropped"))
        elif edge.value is not None:
            found.append(Wrong(edge.value, "own-operand" if len(into) == 2 else ""))
    gradient = picture.node(leaf).gradient
    if gradient is not None:
        found.append(Wrong(gradient))
    return found


def slips(right: Array) -> list[Wrong]:
    """Return answers wrong by a sign, a factor or a step."""
    return [
        Wrong(-right),
        Wrong(2 * right),
        Wrong(right / 2),
        Wrong(right + 1),
        Wrong(right - 1),
        Wrong(3 * right),
    ]


def chosen(right: Array, pool: Iterable[Wrong], count: int) -> list[Wrong]:
    """Return ``count`` wrong answers of the right shape, apart from it and each other."""
    kept: list[Wrong] = []
    for wrong in pool:
        if len(kept) == count:
            break
        if wrong.array.shape == right.shape and all(
            apart(wrong.array, other) for other in (right, *(w.array for w in kept))
        ):
            kept.append(wrong)
    return kept


def apart(one: Array, other: Array) -> bool:
    """Tell whether two answers differ by more than a twentieth."""
    scale = max(float(np.abs(one).max()), float(np.abs(other).max()), 0.1)
    return bool(np.abs(one - other).max() > APART * scale)


@cache
def claims() -> tuple[tuple[str, str], ...]:
    """Return (mutant, claim) of every mistake that a gradient can show.

    A step of training is not one.
    """
    return tuple(
        (name, MUTANTS[name].claim)
        for name in VALUE_MUTANTS
        if MUTANTS[name].slot not in {"opt", "step", "clear"}
    )
