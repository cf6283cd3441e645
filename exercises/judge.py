"""Decide whether what a guest showed is what was expected: the one place that does.

Every comparison is written so that NaN fails: ``error <= tolerance``, never the negation
of its opposite.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from exercises import wording
from exercises.figures import compared, number, show
from exercises.nouns import (
    Absent,
    Array,
    Expect,
    Finding,
    Holds,
    Kind,
    Near,
    Nothing,
    Numbers,
    Observation,
    Op,
    Order,
    Probe,
    Raised,
    Raises,
    Record,
    Refused,
    Text,
    Untouched,
    Within,
)
from exercises.properties import holds, order, raises, within

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
    found = [*_exceptions(probe, observation)]
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


def _exceptions(probe: Probe, observation: Observation) -> Iterator[Finding]:
    """Find the first exception that was not asked for."""
    awaited = {each.step for each in probe.expects if isinstance(each, Raises)}
    for step, record in sorted(observation.records.items()):
        if isinstance(record, Raised) and step not in awaited:
            yield _no_array(probe, step, record) or _error(probe, record)
            return


def _error(probe: Probe, record: Raised) -> Finding:
    kind, sentence = wording.raised(record, withheld=probe.secret)
    on = f" on line {record.line}" if record.line else ""
    got = f"{wording.short(record.type, 60)}{on}"
    return Finding(kind, "", aim(probe), got, sentence, record.line)


def _no_array(probe: Probe, step: int, record: Raised) -> Finding | None:
    """Say what ``x.grad.array`` raising means: no gradient, or one that is no Tensor."""
    asked = probe.program[step]
    if asked.op is not Op.ATTR or asked.name != "array" or record.line:
        return None
    for each in probe.expects:
        if isinstance(each, Near) and each.step == step:
            if "'NoneType'" in record.text:
                return _missing(each)
            if "'numpy.ndarray'" in record.text:
                sentence = f"{each.what} is a NumPy array, expected a Tensor."
                want = show(each.array)
                return Finding(Kind.ERROR, each.what, want, "a NumPy array", sentence)
    return None


def aim(probe: Probe) -> str:
    """Print what a probe is after, for a question without an answer."""
    near = [each for each in probe.expects if isinstance(each, Near)]
    # Where a gradient is asked for, the result before it is only on the way.
    for each in sorted(near, key=lambda each: each.role == "forward"):
        return f"{each.what} = {show(each.array)}"
    return "an answer"


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
        return _missing(each)
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


def _missing(each: Near) -> Finding:
    want = show(each.array)
    sentence = wording.unset(each.what, gradient=each.role == "gradient", expected=want)
    kind = Kind.FORWARD if each.role == "forward" else Kind.MISSING
    return Finding(kind, each.what, want, "None", sentence)


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
