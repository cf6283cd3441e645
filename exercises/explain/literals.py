"""Read the numbers, shapes and places that stand written out in an expression."""

import ast
import math
from typing import Any, NoReturn

LARGEST = 1e9
MOST_AXES, MOST_NUMBERS = 3, 27  # else a shape of a few characters fills the memory


class ExpressionError(ValueError):
    """Say in one sentence what about an expression is not understood."""


def refuse(sentence: str) -> NoReturn:
    """Raise ExpressionError with this sentence."""
    raise ExpressionError(f"{sentence}.")


def literal(node: ast.expr) -> Any:
    """Return a literal; anything that would have to be computed is refused."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        refuse(f"{ast.unparse(node)[:40]} has to be written out as numbers")
    return value


def checked(op: str, names: tuple[str, ...], given: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments as graphs hold them: tuples of whole numbers."""
    if op == "sum":
        dim, keepdim = given.get("dim"), given.get("keepdim", False)
        if not isinstance(keepdim, bool):
            refuse("keepdim is True or False")
        return {"dim": None if dim is None else _whole(dim), "keepdim": keepdim}
    if names and names[0] not in given:
        refuse(f"{op} needs {names[0]}")
    return {name: _shape(value) for name, value in given.items()}


def _shape(value: Any) -> tuple[int, ...]:
    found = _whole(value)
    shape: tuple[int, ...] = found if isinstance(found, tuple) else (found,)
    if len(shape) > MOST_AXES or math.prod(abs(n) for n in shape if n) > MOST_NUMBERS:
        refuse(f"A shape has at most {MOST_AXES} axes and {MOST_NUMBERS} numbers")
    return shape


def _whole(value: Any) -> Any:
    """Return a whole number or a tuple of them; lists are tuples here."""
    if isinstance(value, (list, tuple)) and len(value) <= MOST_NUMBERS:
        return tuple(_number(each) for each in value)
    return _number(value)


def _number(value: Any) -> int:
    if type(value) is not int or abs(value) > MOST_NUMBERS:
        refuse("Shapes, axes and places are small whole numbers")
    number: int = value
    return number


def place(node: ast.expr) -> Any:
    """Return an index: a number, or a tuple of numbers and lists of places."""
    value = literal(node)
    if isinstance(value, tuple) and len(value) <= MOST_AXES:
        return tuple(_whole(each) for each in value)
    return (_whole(value),) if isinstance(value, list) else _number(value)
