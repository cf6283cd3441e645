"""Notice gradients right to fewer digits than the chain rule gives.

A finite difference passes within any tolerance an honest float32 engine needs. It shows
by its last digits: its relative error lies between 1e-11 and 1e-5, that of a formula in
float64 near 1e-16.
"""

from collections.abc import Iterable

import numpy as np

from exercises.answers import Numbers, Observation
from exercises.judge import errors
from exercises.questions import Near, Probe

FORMULA = 1e-12


def error(probe: Probe, observation: Observation) -> float:
    """Return the largest relative error of a float64 gradient, 0.0 where there is none."""
    worst = 0.0
    for each in probe.expects:
        record = observation.records.get(each.step)
        if (
            isinstance(each, Near)
            and each.role == "gradient"
            and isinstance(record, Numbers)
            and record.dtype == "f8"
            and record.array.shape == each.array.shape
        ):
            found = errors(each.array, np.asarray(record.array, np.float64))
            worst = max(worst, float(np.max(found, initial=0.0)))
    return worst


def remarks(
    probes: Iterable[Probe], observations: Iterable[Observation]
) -> tuple[str, ...]:
    """Return what to say where a question that counts was answered so, else nothing."""
    asked = zip(probes, observations, strict=False)
    worst = max((error(*each) for each in asked if not each[0].labelled), default=0.0)
    if not worst > FORMULA:
        return ()
    digits = f"{-np.log10(worst):.0f} digits of 16"
    like = "as those of a finite difference or of float32 are"
    return (
        f"The gradients are right to about {digits}, {like}; the chain rule gives all.",
    )
