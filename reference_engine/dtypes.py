"""Bring operands to the dtype PyTorch would compute in, where NumPy's differs."""

from typing import Any

import numpy as np

KINDS = "bif"
ELEMENTWISE = frozenset(
    {"add", "subtract", "multiply", "true_divide", "maximum", "minimum", "pow"}
)


def agreed(op: str, x: Any, y: Any) -> list[Any]:
    """Return both operands so that NumPy computes in PyTorch's dtype.

    A 0-d operand or a constant never widens an array of its own kind, and whole
    numbers meeting floats, or divided, become float32.
    """
    arrays = [a for a in (x, y) if isinstance(a, np.ndarray)]
    dims = [a.dtype for a in arrays if a.ndim]
    kinds = [np.asarray(a).dtype.kind for a in (x, y)]
    kind = max(kinds, key=KINDS.index)
    same_kind = [d for d in dims if d.kind == kind]
    same_kind = same_kind or [a.dtype for a in arrays if a.dtype.kind == kind]
    if same_kind:
        dtype = np.result_type(*same_kind)
    else:
        dtype = np.dtype({"f": "f4", "i": "i8", "b": "?"}[kind])
    if op == "true_divide" and kind != "f":
        dtype = np.dtype("f4")
    return [np.asarray(a, dtype) for a in (x, y)]
