"""List right engines in many hands' styles: none of them may ever be called wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from exercises.misconceptions import orders
from exercises.misconceptions.rules import Rule
from exercises.misconceptions.slots import Grads
from exercises.misconceptions.tape import Term, of_true_class
from exercises.nouns import Array

# ruff: noqa: ARG005 - every rule is handed the same, whatever it needs


def _into_own(held: Array, new: Array) -> Array:
    """Add in place, but into a copy that nobody else has."""
    held = held.copy()
    held += new
    return held


def _looped(raw: Array, shape: tuple[int, ...]) -> Array:
    """Sum one axis after the other."""
    while raw.ndim > len(shape):
        raw = raw.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            raw = raw.sum(axis=axis, keepdims=True)
    return raw


def _by_columns(raw: Array, shape: tuple[int, ...]) -> Array:
    return np.array(_looped(np.array(raw, order="F"), shape), order="F")


def _added_in_place(held: Array | None, new: Array) -> Array:
    if held is None:
        return np.array(new)
    held += new
    return held


def _filled_with_zeros(grads: Grads, parameters: Sequence[int]) -> None:
    for each in parameters:
        if each in grads:
            grads[each][...] = 0


def _shifted(logits: Term, labels: Array) -> Term:
    """Compose the loss with the largest logit, a bare number, taken off first."""
    values = logits.recorder.tape.values[logits.node]
    calm = logits.do("subtract", float(values.max()))
    total = calm.do("exp").do("sum", dim=1).do("log")
    return total.do("subtract", of_true_class(calm, labels))


INVERSES: Mapping[tuple[str, int], Rule] = {
    ("log", 0): lambda g, out, x: g * (1 / x),
    ("true_divide", 0): lambda g, out, x, y: g * (1 / y),
    ("true_divide", 1): lambda g, out, x, y: g * (-out * (1 / y)),
}
MASKS: Mapping[tuple[str, int], Rule] = {
    ("maximum", 0): lambda g, out, x, y: np.where(np.greater_equal(x, y), g, 0),
    ("maximum", 1): lambda g, out, x, y: np.where(np.greater(y, x), g, 0),
}
EINSUMS: Mapping[tuple[str, int], Rule] = {
    ("matmul", 0): lambda g, out, x, y: np.einsum("ij,kj->ik", g, y),
    ("matmul", 1): lambda g, out, x, y: np.einsum("ki,kj->ij", x, g),
}
VARIANTS: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "float32": {"dtype": np.float32},
    "counted order": {"order": orders.counted_first_in},
    "children from the right": {"order": orders.from_the_other_side},
    "recursion per path": {"recursive": "share"},
    "zeros for unused leaves": {"zeros_for_unused": True},
    "in place into a copy": {"add_up": _into_own},
    "unbroadcast in a loop": {"unbroadcast": _looped},
    "columns in float32": {"unbroadcast": _by_columns, "dtype": np.float32},
    "inverses": {"rules": INVERSES},
    "masks, a tie to the first": {"rules": MASKS},
    "einsum": {"rules": EINSUMS},
    "float32, counted, looped, inverses": {
        "dtype": np.float32,
        "order": orders.counted_last_in,
        "unbroadcast": _looped,
        "rules": INVERSES,
    },
    "inner gradients kept for show": {"inner": "kept"},
    "shifted loss": {"loss": _shifted},
    "gradients cleared to zeros": {
        "clear": _filled_with_zeros,
        "deposit": _added_in_place,
    },
}
