"""Say in which dtype PyTorch would compute, where NumPy answers in float64."""

from collections.abc import Sequence
from typing import Any

import numpy as np

DOUBLE = np.dtype(np.float64)
KINDS = "bif"
FLOAT_RESULT = frozenset({"true_divide", "log", "exp", "sqrt", "tanh", "sigmoid"})
PROMOTING = FLOAT_RESULT | {
    "add",
    "subtract",
    "multiply",
    "maximum",
    "minimum",
    "pow",
    "where",
    "cat",
    "stack",
}


def common_dtype(op: str, args: Sequence[Any]) -> np.dtype[Any]:
    """Return the dtype of ``op`` in PyTorch for arrays and constants.

    Floats win over whole numbers; among equals a 0-d operand never widens an array,
    and a constant has the default, float32.
    """
    values = [np.asarray(a) for a in (args[1:] if op == "where" else args)]
    constant = [
        isinstance(a, int | float) and not isinstance(a, np.generic) for a in args
    ]
    constant = constant[len(args) - len(values) :]
    kind = max((v.dtype.kind.replace("u", "i") for v in values), key=KINDS.index)
    if kind != "f":
        return np.dtype(np.float32) if op in FLOAT_RESULT else np.result_type(*values)
    floats = [
        (v, c) for v, c in zip(values, constant, strict=True) if v.dtype.kind == "f"
    ]
    wide = [v.dtype for v, _ in floats if v.ndim]
    zero = [v.dtype for v, c in floats if not c]
    return np.result_type(*(wide or zero or [np.dtype(np.float32)]))


def foreign(op: str, args: Sequence[Any]) -> np.dtype[Any] | None:
    """Return the dtype to cast to if an operand is in another, else None."""
    if op not in PROMOTING:
        return None
    operands = args[1:] if op == "where" else args
    arrays = [a for a in operands if isinstance(a, np.ndarray | np.generic)]
    if all(a.dtype is DOUBLE for a in arrays):
        return None
    dtype = common_dtype(op, args)
    return None if all(a.dtype == dtype for a in arrays) else dtype


def adapted(op: str, args: Sequence[Any]) -> list[Any] | None:
    """Return the operands in the dtype that PyTorch would use, None if they are."""
    dtype = foreign(op, args)
    if dtype is None:
        return None
    return [
        a.astype(dtype) if isinstance(a, np.ndarray | np.generic) else a for a in args
    ]
