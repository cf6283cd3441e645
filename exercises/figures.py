"""Print numbers for people by one fixed rule, so that a difference can be seen.

At most four numbers are printed in full, with four significant digits. More are told by
shape, norm and the first place that differs.
"""

import math
from collections.abc import Callable

import numpy as np

from exercises.nouns import Array, Plain

IN_FULL = 4
DIGITS = range(4, 10)


def number(value: float, digits: int = 4) -> str:
    """Print one number: nan and infinities in words, no -0."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinity" if value > 0 else "-infinity"
    return f"{value + 0.0:.{digits}g}"


def listed(array: Plain, write: Callable[[float], str] = number) -> str:
    """Print every number in nested brackets; a 0-d array is bare."""
    if array.ndim == 0:
        return write(float(array))
    return "[" + ", ".join(listed(row, write) for row in array) + "]"


def show(array: Plain, digits: int = 4) -> str:
    """Print an array: in full if it is small, else its shape and norm."""
    if array.size == 0:
        return f"empty {array.shape}"
    if array.size <= IN_FULL:
        return listed(array, lambda value: number(value, digits))
    with np.errstate(all="ignore"):
        norm = float(np.sqrt(np.sum(np.square(array.astype(np.float64)))))
    return f"shape {array.shape}, norm {number(norm, digits)}"


def compared(expected: Array, got: Array, at: tuple[int, ...]) -> tuple[str, str]:
    """Print two arrays so that they do not look alike; ``at`` is where they part."""
    if expected.shape != got.shape or expected.size == 0:
        return f"{_whole(expected)}", f"{_whole(got)}"
    if expected.size <= IN_FULL:
        return _told_apart(lambda digits: (show(expected, digits), show(got, digits)))
    want, have = float(expected[at]), float(got[at])
    one, two = _told_apart(lambda d: (number(want, d), number(have, d)))
    place = f"differs first at {list(at)}"
    return f"{show(expected)}; {one} at {list(at)}", f"{show(got)}; {place}: {two}"


def _whole(array: Array) -> str:
    if 0 < array.size <= IN_FULL:
        return f"{show(array)} of shape {array.shape}"
    return show(array)


def _told_apart(write: Callable[[int], tuple[str, str]]) -> tuple[str, str]:
    one = two = ""
    for digits in DIGITS:
        one, two = write(digits)
        if one != two:
            return one, two
    return one, f"{two} (apart in the tenth digit)"
