"""Say by which one factor all wrong answers of a function are off, where there is one."""

from collections.abc import Iterator, Sequence

import numpy as np

from exercises.answers import Numbers, Observation
from exercises.figures import number
from exercises.judge import agree
from exercises.questions import Near, Probe
from exercises.verdicts import Finding

# Two numbers have a ratio, and it says nothing; that many with the same one do.
ENOUGH = 4


def remark(
    probes: Sequence[Probe], answers: Sequence[Observation], found: Finding
) -> str:
    """Return a sentence about every wrong ``found.what``, or nothing."""
    ratios = np.array(list(_ratios(probes, answers, found.what)))
    if len(ratios) < ENOUGH or not np.isfinite(ratios).all():
        return ""
    one = float(ratios[0])
    if not agree(np.full_like(ratios, one), ratios):
        return ""
    words = "the negative of" if abs(one + 1) < 1e-6 else f"{number(one)} times"
    return f"Wherever it is wrong, {found.what} is {words} what is expected."


def _ratios(
    probes: Sequence[Probe], answers: Sequence[Observation], what: str
) -> Iterator[float]:
    """Yield got over expected, number by number, of each answer that is wrong."""
    for probe, answer in zip(probes, answers, strict=False):
        for each in probe.expects:
            record = answer.records.get(each.step)
            if probe.labelled or not isinstance(each, Near) or each.what != what:
                continue
            if not isinstance(record, Numbers):
                continue
            got = record.array.astype(np.float64)
            if got.shape != each.array.shape or agree(each.array, got):
                continue
            there = (got != 0) | (each.array != 0)
            with np.errstate(all="ignore"):
                yield from (got[there] / each.array[there]).tolist()
