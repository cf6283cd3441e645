"""Name what answers without being an engine: differences, a table, another library.

Pure: it looks at answers already given. What needs another library is told where a stub
of it is used.
"""

from collections.abc import Iterable

import numpy as np

from exercises.answers import Numbers, Observation
from exercises.figures import number
from exercises.judge import errors
from exercises.parts.watched import by_the_rule
from exercises.questions import Near, Probe

BY_DIFFERENCES = (
    "This measures slopes by differences instead of propagating gradients: where a"
    " registered backward function says otherwise, it is never asked."
)
A_TABLE = (
    "It answers the public graphs and hardly any other, as a table of known answers"
    " would."
)
# Of the hidden graphs, a table of the public ones answers fewer than this.
HARDLY_ANY = 0.1
# Relative errors of right rules end at the first of these in float64; float32 has its
# place between the second and the third; 1e-3 fails. Differences lie in the gaps.
ROUNDING, SINGLE_LOW, SINGLE_HIGH = 1e-12, 1e-9, 2e-6


def question(rng: np.random.Generator) -> Probe:
    """Return what only an engine can answer that asks the backward functions."""
    return by_the_rule(rng)


def measures(probe: Probe, seen: Observation) -> bool:
    """Tell whether :func:`question` was answered by the slope of floor, which is 0."""
    near = [each for each in probe.expects if isinstance(each, Near)]
    records = [seen.records.get(each.step) for each in near]
    return bool(records) and all(
        isinstance(record, Numbers) and not record.array.any() for record in records
    )


def inexact(asked: Iterable[tuple[Probe, Observation]]) -> str:
    """Say by how much passing answers of a backward function are off, if that tells.

    Empty for exact rules, and for rules that compute in float32.
    """
    worst = max((_worst(probe, seen) for probe, seen in asked), default=0.0)
    if not (ROUNDING < worst < SINGLE_LOW or worst > SINGLE_HIGH):
        return ""
    return (
        f"The answers are off by {number(worst, 1)} of their size, as slopes measured by"
        " differences are; a rule is exact."
    )


def _worst(probe: Probe, seen: Observation) -> float:
    """Return the largest relative error of float64 gradients; shapes are right."""
    found = [0.0]
    for each in probe.expects:
        record = seen.records.get(each.step)
        if isinstance(each, Near) and isinstance(record, Numbers):
            fits = each.role == "gradient" and record.dtype == "f8"
            if fits and record.array.shape == each.array.shape:
                off = errors(each.array, record.array.astype(np.float64))
                found.append(float(np.max(off, initial=0.0)))
    return max(found)


def tabulated(failing: int, asked: int) -> str:
    """Say what it means that an engine passes all public graphs and few hidden ones."""
    return A_TABLE if asked and failing >= (1 - HARDLY_ANY) * asked else ""
