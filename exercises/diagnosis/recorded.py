"""Name what is wrong with an added exercise by the answers its wrong files gave."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from exercises.answers import Observation
from exercises.authored import Authored
from exercises.diagnosis.behaviour import array_of, plain_of
from exercises.diagnosis.functions import compared
from exercises.misconceptions.sighting import Sighting, same
from exercises.misconceptions.translation import sighting_of
from exercises.questions import Probe
from exercises.verdicts import Misconception

Sightings = tuple[Sighting, ...]


def sightings(
    probes: Sequence[Probe], observations: Sequence[Observation]
) -> Sightings:
    """Return what was seen on each question, as far as numbers tell it."""
    return tuple(
        sighting_of(compared(probe), seen)
        for probe, seen in zip(probes, observations, strict=False)
    )


def named(exercise: Authored, shown: Sightings) -> tuple[Misconception, ...]:
    """Return the one wrong file that gives the same answer to every question."""
    report = exercise.report or {}
    agreeing = [
        wrong
        for wrong in exercise.wrongs
        if alike(shown, from_json(report.get("answers", {}).get(wrong.id, [])))
    ]
    if len(agreeing) != 1:
        return ()
    (wrong,) = agreeing
    return (
        Misconception(
            id=wrong.id,
            mutants=(wrong.id,),
            agrees_on=len(shown),
            claim=wrong.claim,
            question=wrong.question,
        ),
    )


def alike(one: Sightings, other: Sightings) -> bool:
    """Tell whether two definitions cannot be told apart by these questions."""
    return len(one) == len(other) > 0 and all(map(same, one, other))


def as_json(shown: Sightings) -> list[dict[str, Any]]:
    """Return sightings as JSON values."""
    return [
        {
            "raised": each.raised,
            "arrays": [
                None if array is None else plain_of(np.asarray(array, np.float64))
                for array in each.arrays
            ],
        }
        for each in shown
    ]


def from_json(plain: Sequence[Mapping[str, Any]]) -> Sightings:
    """Return the sightings of :func:`as_json`."""
    return tuple(
        Sighting(
            tuple(None if each is None else array_of(each) for each in one["arrays"]),
            one["raised"],
        )
        for one in plain
    )
