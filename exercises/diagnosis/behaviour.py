"""Keep how an engine is wrong where nothing explains it, and find others like it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises.diagnosis.evidence import Evidence
from exercises.misconceptions.sighting import Sighting, same


@dataclass(frozen=True, slots=True, eq=False)
class Behaviour:
    """What was seen on every public graph that was answered wrongly, by its place."""

    wrong: tuple[tuple[int, Sighting], ...]


def of(evidence: Sequence[Evidence]) -> Behaviour | None:
    """Return the behaviour that the evidence shows, None where all of it is right."""
    wrong = tuple(
        (place, each.seen) for place, each in enumerate(evidence) if not each.right
    )
    return Behaviour(wrong) if wrong else None


def alike(one: Behaviour, other: Behaviour) -> bool:
    """Tell whether two engines are wrong on the same graphs in the same way.

    Numbers are compared, never rounded and hashed: equal behaviour would fall on both
    sides of some boundary.
    """
    return [place for place, _ in one.wrong] == [
        place for place, _ in other.wrong
    ] and all(
        same(seen, told) and seen.raised == told.raised
        for (_, seen), (_, told) in zip(one.wrong, other.wrong, strict=True)
    )


def clusters(behaviours: Sequence[Behaviour]) -> list[list[int]]:
    """Return the places of behaviours that are alike, the largest groups first."""
    found: list[list[int]] = []
    for place, behaviour in enumerate(behaviours):
        for group in found:
            if alike(behaviour, behaviours[group[0]]):
                group.append(place)
                break
        else:
            found.append([place])
    return sorted(found, key=len, reverse=True)


def as_json(behaviour: Behaviour) -> dict[str, Any]:
    """Return the behaviour as JSON values; NaN and infinity become text."""
    return {
        "v": 1,
        "wrong": [
            {
                "place": place,
                "raised": seen.raised,
                "arrays": [
                    None if each is None else plain_of(np.asarray(each, np.float64))
                    for each in seen.arrays
                ],
            }
            for place, seen in behaviour.wrong
        ],
    }


def from_json(plain: dict[str, Any]) -> Behaviour:
    """Return the behaviour of :func:`as_json`."""
    return Behaviour(
        tuple(
            (
                each["place"],
                Sighting(
                    tuple(
                        None if array is None else array_of(array)
                        for array in each["arrays"]
                    ),
                    each["raised"],
                ),
            )
            for each in plain["wrong"]
        )
    )


def plain_of(array: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, Any]:
    """Return an array as JSON values; NaN and infinity become text."""
    numbers = [n if np.isfinite(n) else str(n) for n in array.ravel().tolist()]
    return {"shape": list(array.shape), "numbers": numbers}


def array_of(plain: dict[str, Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the array of :func:`plain_of`."""
    numbers = [float(each) for each in plain["numbers"]]
    return np.array(numbers, np.float64).reshape(plain["shape"])
