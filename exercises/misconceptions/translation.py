"""Translate between what a guest's answer shows of a graph and a sighting of it."""

from typing import Literal

from exercises.answers import Nothing, Numbers, Observation, Raised, Record
from exercises.misconceptions.sighting import Sighting
from exercises.nouns import Plain
from exercises.questions import Absent, Near, Op, Probe

DTYPES: dict[str, Literal["f8", "f4", "i8", "b1"]] = {"i": "i8", "b": "b1", "f": "f8"}


def sighting_of(probe: Probe, observation: Observation) -> Sighting:
    """Return what a pair's engine showed on a graph's or training's probe.

    An exception counts as raised unless it only says that a gradient was None.
    """
    records = observation.records
    for step, record in sorted(records.items()):
        if isinstance(record, Raised) and not _means_none(probe, step, record):
            return Sighting(raised=record.type)
    seen = (_array(records.get(each.step)) for each in probe.expects)
    try:
        return Sighting(tuple(seen))
    except TypeError as error:
        return Sighting(raised=str(error))


def observed(probe: Probe, sighting: Sighting) -> Observation:
    """Return the answer of a guest whose engine shows this sighting."""
    if sighting.raised:
        end = max(n for n, step in enumerate(probe.program) if step.op is Op.CALL)
        return Observation({end: Raised(sighting.raised, "", 0)})
    records: dict[int, Record] = {}
    for each, array in zip(probe.expects, sighting.arrays, strict=True):
        if not isinstance(each, Near | Absent):
            raise TypeError(f"{probe.name} is no question about a graph")
        if array is not None:
            records[each.step] = Numbers(array, DTYPES[array.dtype.kind])
        elif isinstance(each, Absent):
            records[each.step] = Nothing()
        else:
            text = "'NoneType' object has no attribute 'array'"
            records[each.step] = Raised("AttributeError", text, 0)
    return Observation(records)


def _means_none(probe: Probe, step: int, record: Raised) -> bool:
    asked = probe.program[step]
    ours = asked.op is Op.ATTR and asked.name == "array" and not record.line
    return ours and record.type == "AttributeError" and "'NoneType'" in record.text


def _array(record: Record | None) -> Plain | None:
    if isinstance(record, Numbers):
        return record.array
    if record is None or isinstance(record, Nothing | Raised):
        return None
    raise TypeError("shown something that is no array")
