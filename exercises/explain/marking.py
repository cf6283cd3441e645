"""Mark an answer: a typed number, or what was ticked."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from exercises.explain.held import from_numbers
from exercises.explain.literals import ExpressionError
from exercises.explain.values import numbers_of
from exercises.nouns import Array

CLOSE = 0.02  # of a typed number, relative to the largest


def marked(question: Mapping[str, Any], typed: str) -> tuple[bool, str]:
    """Return whether a typed number is right, and the misconception it shows if known.

    Raises ExpressionError for what is no number.
    """
    right = from_numbers(question["answer"])
    given = numbers_of("The answer", typed)
    if given.size != right.size:
        raise ExpressionError(f"{right.size} numbers are asked for.")
    given = given.reshape(right.shape)
    if _close(given, right):
        return True, ""
    for option in question["options"]:
        if option["cause"] and _close(given, from_numbers(option["value"])):
            return False, option["cause"]
    return False, ""


def chose(question: Mapping[str, Any], ticked: Iterable[int]) -> tuple[bool, str]:
    """Return whether exactly the right options are chosen, and the mistake shown."""
    options = question["options"]
    picked = set(ticked)
    right = {n for n, option in enumerate(options) if option["right"]}
    if picked == right:
        return True, ""
    causes = (
        options[n].get("cause", "")
        for n in sorted(picked - right)
        if 0 <= n < len(options)
    )
    return False, next(causes, "")


def _close(given: Array, right: Array) -> bool:
    if given.shape != right.shape:
        return False
    limit = CLOSE * max(float(np.abs(right).max()), 1e-2)
    return bool(np.abs(given - right).max() <= limit)
