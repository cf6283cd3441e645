"""Name what answers without being an engine: differences, a table, another library.

Pure: it looks at answers already given. What needs another library is told where a stub
of it is used, what is right to few digits in ``exercises.precision``.
"""

import numpy as np

from exercises.answers import Numbers, Observation
from exercises.judge import agree
from exercises.parts.watched import NAME, by_the_rule, nudged
from exercises.questions import Near, Probe

__all__ = ["BY_DIFFERENCES", "NAME", "measures", "question", "tabulated"]

BY_DIFFERENCES = (
    "This measures slopes by differences instead of propagating gradients: where a"
    " registered backward function says otherwise, it is never asked. Where does yours"
    " look up the rule for an argument?"
)
A_TABLE = (
    "It answers the public graphs and hardly any other, as a table of known answers"
    " would."
)
# Of the hidden graphs, a table of the public ones answers fewer than this share; a few
# hidden graphs may well fail together for one honest reason.
HARDLY_ANY, ENOUGH = 0.1, 30


def question(rng: np.random.Generator) -> Probe:
    """Return what only an engine can answer that asks the backward functions."""
    return by_the_rule(rng)


def measures(probe: Probe, seen: Observation) -> bool:
    """Tell whether :func:`question` was answered by what nudging measures."""
    slope = nudged(probe)
    near = [each for each in probe.expects if isinstance(each, Near)]
    records = [seen.records.get(each.step) for each in near]
    return bool(records) and all(
        isinstance(record, Numbers) and agree(slope, record.array.astype(np.float64))
        for record in records
    )


def tabulated(failing: int, asked: int) -> str:
    """Say what it means that an engine passes all public graphs and few hidden ones."""
    known = asked >= ENOUGH and failing >= (1 - HARDLY_ANY) * asked
    return A_TABLE if known else ""
