"""Read the numbers of leaves as a pair types them, or draw them from a seed.

Each line is ``name = numbers`` or ``name (shape)``: ``x = [1, 2]``, ``b (3, 1)``.
"""

import ast
import re
from collections.abc import Iterable

import numpy as np

from exercises.explain.literals import (
    LARGEST,
    MOST_AXES,
    MOST_NUMBERS,
    ExpressionError,
)
from exercises.nouns import Array
from exercises.sketch import numbers

MOST_CHARACTERS = 2000
SHAPE = (2,)  # of a leaf that nothing is said about
LINE = re.compile(r"\s*([A-Za-z_]\w{0,19})\s*(=|\()(.*)")


def leaves(text: str, names: Iterable[str], seed: int) -> dict[str, Array]:
    """Return an array for each name: what is typed, else numbers drawn from ``seed``.

    Raises ExpressionError for a line that is neither numbers nor a shape.
    """
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(f"At most {MOST_CHARACTERS} characters of numbers.")
    said = dict(_line(line) for line in text.splitlines() if line.strip())
    rng = np.random.default_rng(abs(seed))
    found: dict[str, Array] = {}
    for name in names:
        given = said.get(name, SHAPE)
        # Positive, so that any of them may stand under a log.
        found[name] = np.abs(numbers(rng, given)) if isinstance(given, tuple) else given
    return found


def _line(line: str) -> tuple[str, Array | tuple[int, ...]]:
    match = LINE.fullmatch(line)
    if match is None:
        raise ExpressionError(f"Write  x = [1, 2]  or  x (2, 3), not  {line[:40]}")
    name, sign, rest = match.groups()
    if sign == "=":
        return name, _array(name, rest)
    shape = _literal(name, f"({rest}")
    if isinstance(shape, int):
        shape = (shape,)
    if not isinstance(shape, tuple) or not all(type(n) is int for n in shape):
        raise ExpressionError(f"{name}: a shape is whole numbers, as in (2, 3).")
    if len(shape) > MOST_AXES or not all(1 <= n <= MOST_NUMBERS for n in shape):
        raise ExpressionError(f"{name}: at most {MOST_AXES} axes, none of length 0.")
    if int(np.prod(shape)) > MOST_NUMBERS:
        raise ExpressionError(f"{name}: at most {MOST_NUMBERS} numbers.")
    return name, shape


def _array(name: str, text: str) -> Array:
    try:
        array = np.array(_literal(name, text), dtype=np.float64)
    except (ValueError, TypeError, OverflowError) as error:
        raise ExpressionError(
            f"{name}: rows of numbers, all of one length, as in [[1, 2], [3, 4]]."
        ) from error
    if not 0 < array.size <= MOST_NUMBERS or array.ndim > MOST_AXES:
        raise ExpressionError(f"{name}: 1 to {MOST_NUMBERS} numbers, {MOST_AXES} axes.")
    if not np.all(np.abs(array) < LARGEST):
        raise ExpressionError(f"{name} holds a number that is not finite or too large.")
    return array


def _literal(name: str, text: str) -> object:
    try:
        value: object = ast.literal_eval(text.strip())
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
        raise ExpressionError(f"{name}: {text.strip()[:40]} is no numbers.") from error
    return value


def numbers_of(name: str, text: str) -> Array:
    """Return what somebody typed as an answer: ``4``, ``4, 3`` or ``[4, 3]``."""
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(f"At most {MOST_CHARACTERS} characters of numbers.")
    return _array(name, text.strip().rstrip(","))


def typed(name: str, array: Array) -> str:
    """Return the line that stands for an array."""
    return f"{name} = {array.tolist()}"
