"""Say in a few signs what one argument of an operation makes of the arriving gradient.

``g`` is the gradient that arrives at the operation, ``left`` and ``right`` its operands.
"""

from collections.abc import Callable, Mapping
from typing import Any

from exercises.graphs import Constant, Operation

Sides = tuple[str, str]

# fmt: off
RULES: dict[str, Sides] = {
    "add":         ("g · 1", "g · 1"),
    "subtract":    ("g · 1", "-g"),
    "multiply":    ("g · right", "g · left"),
    "true_divide": ("g / right", "-g · left / right²"),
    "maximum":     ("g where left is larger", "g where right is larger"),
    "matmul":      ("g @ rightᵀ", "leftᵀ @ g"),
    "negative":    ("-g", ""),
    "log":         ("g / x", ""),
    "exp":         ("g · exp(x)", ""),
    "relu":        ("g where x > 0", ""),
    "permute":     ("g, axes put back", ""),
    "expand":      ("g · 1", ""),
    "cross_entropy": ("g · (softmax - one-hot)", ""),
}
# fmt: on
WITH_ARGUMENTS: dict[str, Callable[[Mapping[str, Any], tuple[int, ...]], str]] = {
    "sum": lambda _, shape: f"g spread to {shape}",
    "reshape": lambda _, shape: f"g reshaped to {shape}",
    "getitem": lambda kw, _: f"g put back at {place(kw['index'])}",
}


def rule(each: Operation, argument: int, shape: tuple[int, ...]) -> str:
    """Return the rule; ``shape`` is what the operand was broadcast to, or its own.

    A constant operand is written as its number.
    """
    if each.op in WITH_ARGUMENTS:
        return WITH_ARGUMENTS[each.op](each.keywords, shape)
    text = RULES[each.op][argument]
    for side, operand in zip(("left", "right"), each.inputs, strict=False):
        if isinstance(operand, Constant):
            text = text.replace(side, f"{operand.value:g}")
    return text


def place(index: Any) -> str:
    """Write an index as it stands in brackets."""
    if isinstance(index, tuple):
        parts = [str(list(v)) if isinstance(v, tuple) else str(v) for v in index]
        return f"[{', '.join(parts)}]"
    return f"[{index}]"


def side(each: Operation, argument: int) -> str:
    """Name the argument: left or right of a two-operand operation, else nothing."""
    return ("left", "right")[argument] if len(each.inputs) == 2 else ""


def called(each: Operation, argument: int) -> str:
    """Name operation and argument: "multiply, left"."""
    which = side(each, argument)
    return f"{each.op}, {which}" if which else each.op
