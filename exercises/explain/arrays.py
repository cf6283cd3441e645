"""Set a function's array beside the right one: which elements differ, and along what."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Any

import numpy as np

from exercises.answers import Numbers, Observation
from exercises.explain.held import LARGEST, as_numbers, from_numbers
from exercises.judge import TOLERANCE, agree, errors
from exercises.nouns import Array
from exercises.questions import Near, Probe
from exercises.verdicts import Finding


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """Two arrays: ``off`` marks what differs, None where their shapes do.

    ``relations`` are sentences that hold between them.
    """

    what: str
    expected: Array
    got: Array
    off: np.ndarray[Any, np.dtype[np.bool_]] | None
    relations: tuple[str, ...]


def array_case(
    probe: Probe, found: Finding, observation: Observation
) -> dict[str, Any] | None:
    """Return the first array of a probe that is not as expected, as JSON values."""
    for each in probe.expects:
        if isinstance(each, Near) and each.what == found.what:
            record = observation.records.get(each.step)
            if isinstance(record, Numbers) and _fits(each.array, record.array):
                got = as_numbers(record.array.astype(np.float64))
                return {
                    "what": each.what,
                    "expected": as_numbers(each.array),
                    "got": got,
                }
    return None


def _fits(*arrays: Any) -> bool:
    return all(0 < array.size <= LARGEST and array.ndim <= 3 for array in arrays)


def beside(plain: Mapping[str, Any] | None) -> Beside | None:
    """Return the stored arrays with what holds between them."""
    if not plain or "expected" not in plain:
        return None
    expected, got = from_numbers(plain["expected"]), from_numbers(plain["got"])
    same_shape = expected.shape == got.shape
    return Beside(
        what=plain["what"],
        expected=expected,
        got=got,
        off=np.asarray(~(errors(expected, got) <= TOLERANCE)) if same_shape else None,
        relations=tuple(_relations(expected, got)),
    )


def _relations(expected: Array, got: Array) -> list[str]:
    """Say which simple step leads from what came to what should have come."""
    if not np.isfinite(got).all():
        return []
    said = [*_summed(expected, got), *_turned(expected, got)]
    if expected.size == got.size and expected.shape != got.shape:
        if agree(expected, got.reshape(expected.shape)):
            said.append(f"The numbers are right, in shape {got.shape}.")
    elif expected.shape == got.shape and not said:
        said += _scaled(expected, got)
    return said[:1]


def _summed(expected: Array, got: Array) -> list[str]:
    for count in range(1, got.ndim + 1):
        for axes in combinations(range(got.ndim), count):
            for keep in (True, False):
                total = got.sum(axes, keepdims=keep)
                if got.shape != expected.shape and agree(expected, total):
                    word = "axis" if count == 1 else "axes"
                    where = ", ".join(map(str, axes))
                    kept = " and kept as length 1" if keep else ""
                    return [f"Summed over {word} {where}{kept}, yours would be right."]
    return []


def _turned(expected: Array, got: Array) -> list[str]:
    for axes in permutations(range(got.ndim)):
        if axes != tuple(range(got.ndim)) and agree(expected, got.transpose(axes)):
            return [f"With its axes in the order {axes}, yours would be right."]
    return []


def _scaled(expected: Array, got: Array) -> list[str]:
    with np.errstate(all="ignore"):
        ratio = (got / expected).ravel()
    if not np.isfinite(ratio).all() or ratio.size < 2:
        return []
    factor = float(ratio[0])
    if abs(factor) < 1e-6 or not np.allclose(ratio, factor, rtol=TOLERANCE):
        return []
    return [f"Every element of yours is {factor:.4g} times the right one."]
