"""Check what is asked beside numbers: truths, orders, exceptions, ranges.

Each function returns None where the expectation holds.
"""

import numpy as np

from exercises import wording
from exercises.answers import Nothing, Numbers, Raised, Record, Refused, Text
from exercises.figures import number, show
from exercises.nouns import Kind
from exercises.questions import Holds, Order, Raises, Within
from exercises.verdicts import Finding

# float32 rounds a drawn 0.1 up by less than this.
ROUNDING = 1e-6


def holds(each: Holds, record: Record) -> Finding | None:
    """Check a truth value: a bool, a 0-d bool, a number used as one, or None for no."""
    expected = str(each.truth)
    got = _describe(record)
    if isinstance(record, Nothing):
        truth = False
    elif isinstance(record, Numbers) and record.array.size == 1:
        truth = bool(record.array.any())
        got = str(truth)
    else:
        return Finding(
            Kind.TYPE_REFUSED,
            each.what,
            expected,
            got,
            wording.value(each.what, expected, got),
        )
    if truth is each.truth:
        return None
    return Finding(
        Kind.VALUE, each.what, expected, got, wording.value(each.what, expected, got)
    )


def order(each: Order, record: Record) -> Finding | None:
    """Check a topological order, given as positions among the nodes."""
    expected = f"{each.nodes} nodes once each, behind all they were made from"
    if not isinstance(record, Numbers) or record.array.ndim != 1:
        got = _describe(record)
        return Finding(
            Kind.TYPE_REFUSED, each.what, expected, got, wording.refused(each.what, got)
        )
    places = [int(place) for place in record.array]
    sentence = _disorder(each, places)
    if not sentence:
        return None
    got = str(places).replace("-1", "?")
    return Finding(Kind.ORDER, each.what, expected, got, f"{each.what}: {sentence}")


def _disorder(each: Order, places: list[int]) -> str:
    """Say the first thing wrong with an order; nodes are counted as they were made."""
    if any(not 0 <= place < each.nodes for place in places):
        return "it holds something that is no node of this graph."
    for node in range(each.nodes):
        if places.count(node) != 1:
            return f"node {node} is in it {places.count(node)} times, expected once."
    for child, parent in each.before:
        if places.index(child) > places.index(parent):
            return f"node {parent} comes before node {child}, which it was made from."
    if places[-1] != each.last:
        return f"node {places[-1]} is last, expected node {each.last}."
    return ""


def raises(each: Raises, record: Record | None) -> Finding | None:
    """Check that a step raised, and not because Python gave up."""
    if not isinstance(record, Raised):
        got = _describe(record) if record else "no exception"
        return Finding(
            Kind.VALUE, each.what, "an exception", got, wording.no_exception(each.what)
        )
    if record.type == "StubUsed":
        return Finding(
            Kind.NEEDS_STUB,
            each.what,
            "an exception",
            "StubUsed",
            wording.needs_stub(record),
            record.line,
        )
    if record.type in each.but_not:
        sentence = wording.wrong_exception(each.what, record.type)
        return Finding(
            Kind.ERROR,
            each.what,
            "an exception of your own",
            record.type,
            sentence,
            record.line,
        )
    return None


def within(each: Within, record: Record) -> Finding | None:
    """Check drawn numbers: shape, range, and that they fill it on both sides of zero."""
    expected = f"shape {each.shape}, between {each.low} and {each.high}"
    if not isinstance(record, Numbers):
        got = _describe(record)
        kind = Kind.MISSING if isinstance(record, Nothing) else Kind.TYPE_REFUSED
        return Finding(kind, each.what, expected, got, wording.refused(each.what, got))
    array = record.array.astype(np.float64)
    if array.shape != each.shape:
        sentence = wording.shape(each.what, each.shape, array.shape)
        return Finding(Kind.SHAPE, each.what, expected, show(array), sentence)
    if _spread(each, array):
        return None
    smallest, largest = number(float(array.min())), number(float(array.max()))
    sentence = wording.outside(
        each.what, number(each.low), number(each.high), smallest, largest
    )
    got = f"between {smallest} and {largest}"
    return Finding(Kind.VALUE, each.what, expected, got, sentence)


def _spread(
    each: Within, array: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> bool:
    slack = ROUNDING * max(abs(each.low), abs(each.high))
    inside = np.all((array >= each.low - slack) & (array <= each.high + slack))
    up = np.max(array, initial=-np.inf) >= each.reaching
    # Where the range is open to both sides, numbers of one sign do not fill it.
    down = each.low >= 0 or np.min(array, initial=np.inf) <= (
        each.reaching * each.low / each.high if each.high > 0 else each.low
    )
    return bool(inside and up and down)


def _describe(record: Record) -> str:
    if isinstance(record, Numbers):
        return show(record.array)
    if isinstance(record, Refused):
        return wording.short(record.type, 60)
    if isinstance(record, Text):
        return repr(wording.short(record.text, 60))
    if isinstance(record, Raised):
        return wording.short(record.type, 60)
    return "None"
