"""List mistakes outside the catalogue: they must be detected and never be named."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from exercises.misconceptions.mutants.unbroadcasting import reduced
from exercises.misconceptions.rules import scattered, spread, unbroadcast
from exercises.misconceptions.slots import deposited, descended
from exercises.misconceptions.tape import log_minus_true
from exercises.nouns import Array

# ruff: noqa: ARG005 - every rule is handed the same, whatever it needs


def _rules(**backs: Callable[..., Any]) -> Mapping[str, Any]:
    """Return an override of rules named like ``multiply0``."""
    return {"rules": {(name[:-1], int(name[-1])): back for name, back in backs.items()}}


def _deposit(of: Callable[[Array], Array]) -> Mapping[str, Any]:
    return {"deposit": lambda held, new: deposited(held, of(np.asarray(new)))}


def _doubled(raw: Array, shape: tuple[int, ...]) -> Array:
    return raw if raw.shape == shape else 2 * unbroadcast(raw, shape)


def _last_only(operands: Sequence[int | None]) -> tuple[tuple[int, int], ...]:
    return tuple((n, x) for n, x in enumerate(operands) if x is not None)[-1:]


HELD_OUT: Mapping[str, Mapping[str, Any]] = {
    "log divides by x squared": _rules(log0=lambda g, out, x: g / x**2),
    "exp adds one": _rules(exp0=lambda g, out, x: g * (out + 1)),
    "product doubled": _rules(
        multiply0=lambda g, out, x, y: 2 * g * y,
        multiply1=lambda g, out, x, y: 2 * g * x,
    ),
    "product by the sum of both": _rules(
        multiply0=lambda g, out, x, y: g * (x + y),
        multiply1=lambda g, out, x, y: g * (x + y),
    ),
    "second term negated": _rules(add1=lambda g, out, x, y: -g),
    "numerator and denominator swapped": _rules(
        true_divide0=lambda g, out, x, y: g / x,
        true_divide1=lambda g, out, x, y: -g * y / x**2,
    ),
    "leaky relu": {"relu": lambda g, out, x: g * np.where(x > 0, 1, 0.1)},
    "maximum by absolute value": _rules(
        maximum0=lambda g, out, x, y: g * (np.abs(x) > np.abs(y)),
        maximum1=lambda g, out, x, y: g * (np.abs(y) > np.abs(x)),
    ),
    "matrix product divided by rows": _rules(
        matmul0=lambda g, out, x, y: g @ y.T / (len(x) + 1),
        matmul1=lambda g, out, x, y: x.T @ g / (len(x) + 1),
    ),
    "reading from the back": _rules(
        getitem0=lambda g, out, x, index: scattered(g, out, x, index)[::-1]
    ),
    "axes permuted in reverse": _rules(
        permute0=lambda g, out, x, axes: g.transpose(axes[::-1])
    ),
    "sum negated": _rules(
        sum0=lambda g, out, x, **named: -spread(g, out, x, **named),
    ),
    "contributions multiplied": {"add_up": np.multiply},
    "largest contribution": {"add_up": np.maximum},
    "clipped to one": _deposit(lambda new: np.clip(new, -1, 1)),
    "rounded to two digits": _deposit(lambda new: np.round(new, 2)),
    "divided by its size": _deposit(lambda new: new / (new.size + 1)),
    "unbroadcast doubled": {"unbroadcast": _doubled},
    "smallest copy": {"unbroadcast": reduced(lambda raw, axes: raw.min(axis=axes))},
    "last parent only": {"parents": _last_only},
    "one per cent too much": _deposit(lambda new: 1.01 * new),
    "twice the step": {
        "step": lambda array, grad, rate: descended(array, grad, 2 * rate)
    },
    "loss doubled": {
        "loss": lambda logits, labels: log_minus_true(logits, labels).do(
            "true_divide", 0.5
        )
    },
}
