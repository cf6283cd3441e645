"""Decide whether what a guest showed is what was expected: the one place that does.

Every comparison is written so that NaN fails: ``error <= tolerance``, never the negation
of its opposite.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from exercises import wording
from exercises.answers import Nothing, Numbers, Observation, Record, Refused, Text
from exercises.figures import compared, number, show
from exercises.mishaps import exceptions, missing
from exercises.nouns import Array, Kind
from exercises.properties import holds, order, raises, within
from exercises.questions import (
    Absent,
    Expect,
    Holds,
    Near,
    Order,
    Probe,
    Raises,
    Untouched,
    Within,
)
from exercises.verdicts import Finding

# float32 engines stay within 2e-6 of float64, wrong ones are further off than 1e-2.
TOLERANCE = 1e-3
# Below this size numbers count as absolute: relative error near zero is noise.
FLOOR = 1e-2

# Of several findings on one probe the first in this order is told: a wrong shape is no
# news where the code raised, a wrong gradient none where the result was wrong already.
RANK = (
    Kind.PROTOCOL,
    Kind.NEEDS_STUB,
    Kind.ERROR,
    Kind.TYPE_REFUSED,
    Kind.FORWARD,
    Kind.EXTRA,
    Kind.MISSING,
    Kind.SHAPE,
    Kind.VALUE,
    Kind.ORDER,
    Kind.MUTATED,
)


def judge(probe: Probe, observation: Observation) -> Finding | None:
    """Return the first way in which the observation is not as expected, or None.

    The text of an exception is left out for a secret probe: it could carry our numbers.
    """
    found = list(exceptions(probe, observation))
    # What could not run after an exception is no second finding.
    if not found:
        found = [each for each in _expectations(probe, observation) if each]
    return min(found, key=lambda each: RANK.index(each.kind), default=None)


def errors(expected: Array, got: Array) -> Array:
    """Return each element's error relative to the largest expected number."""
    scale = max(float(np.max(np.abs(expected), initial=0.0)), FLOOR)
    with np.errstate(all="ignore"):
        return np.asarray(np.abs(got - expected) / scale, dtype=np.float64)


def agree(expected: Array, got: Array) -> bool:
    """Tell whether arrays have one shape and the same numbers within the tolerance."""
    return expected.shape == got.shape and bool(
        np.all(errors(expected, got) <= TOLERANCE)
    )


def _expectations(probe: Probe, observation: Observation) -> Iterator[Finding | None]:
    for each in probe.expects:
        record = observation.records.get(each.step)
        if record is None and not isinstance(each, Raises):
            # Only a forged answer leaves out a step that was observed.
            yield Finding(
                Kind.PROTOCOL, each.what, "", "", wording.absent(each.what), 0
            )
        else:
            yield _CHECKS[type(each)](each, record)


def _near(each: Near, record: Record) -> Finding | None:
    if isinstance(record, Nothing):
        if each.zeros_may_be_none and not each.array.any():
            return None
        return missing(each)
    if not isinstance(record, Numbers):
        return _no_numbers(each, record)
    finding = _numbers(each, record)
    if finding and each.role == "forward":
        sentence = wording.forward(finding.sentence)
        return Finding(Kind.FORWARD, each.what, finding.expected, finding.got, sentence)
    return finding


def _numbers(each: Near, record: Numbers) -> Finding | None:
    expected, what = each.array, each.what
    got = record.array.astype(np.float64)
    if expected.shape != got.shape:
        want, have = compared(expected, got, ())
        sentence = wording.shape(what, expected.shape, got.shape)
        return Finding(Kind.SHAPE, what, want, have, sentence)
    if each.role == "gradient" and record.dtype in {"i8", "b1"}:
        sentence = wording.whole_numbers(what)
        return Finding(
            Kind.VALUE, what, show(expected), f"{show(got)} as integers", sentence
        )
    if agree(expected, got):
        return None
    return _apart(what, expected, got)


def _apart(what: str, expected: Array, got: Array) -> Finding:
    at = _first(~(errors(expected, got) <= TOLERANCE))
    want, have = compared(expected, got, at)
    strange = ~np.isfinite(got)
    if strange.any():
        place = _first(strange)
        kind = number(float(got[place]))
        sentence = wording.not_numbers(what, kind, list(place))
    elif got.size > 4:
        one, two = compared(expected[at], got[at], ())
        sentence = wording.differs(what, list(at), one, two)
    else:
        sentence = wording.value(what, want, have)
    return Finding(Kind.VALUE, what, want, have, sentence)


def _first(where: Any) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(where)[0])


def _no_numbers(each: Near | Untouched, record: Record) -> Finding:
    kind = record.type if isinstance(record, Refused) else "str"
    sentence = wording.refused(each.what, kind)
    return Finding(Kind.TYPE_REFUSED, each.what, show(each.array), kind, sentence)


def _absent(each: Absent, record: Record) -> Finding | None:
    if isinstance(record, Nothing):
        return None
    got = "something else"
    if isinstance(record, Numbers):
        if each.or_zeros and not record.array.any():
            return None
        got = show(record.array)
    elif isinstance(record, Refused):
        got = f"a {wording.short(record.type, 60)}"
    elif isinstance(record, Text):
        got = repr(wording.short(record.text, 60))
    return Finding(Kind.EXTRA, each.what, "None", got, wording.overset(each.what))


def _untouched(each: Untouched, record: Record) -> Finding | None:
    if not isinstance(record, Numbers):
        return _no_numbers(each, record)
    if record.array.shape == each.array.shape and np.array_equal(
        record.array, each.array
    ):
        return None
    return Finding(
        Kind.MUTATED,
        each.what,
        show(each.array),
        show(record.array),
        wording.mutated(each.what),
    )


_CHECKS: dict[type[Expect], Callable[[Any, Any], Finding | None]] = {
    Near: _near,
    Absent: _absent,
    Untouched: _untouched,
    Holds: holds,
    Order: order,
    Raises: raises,
    Within: within,
}
