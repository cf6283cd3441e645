"""Hold the rows of the ops beyond the course, in the same form."""
# ruff: noqa: ARG001, ARG005, A006  rules share one signature

from typing import Any

import numpy as np

from reference_engine.choosing import clamped, larger
from reference_engine.powers import base_back, exponent_back, sigmoid
from reference_engine.reductions import (
    extreme_back,
    logsumexp,
    logsumexp_back,
    mean,
    mean_back,
    prod_back,
    reduced,
    shared_by_extremes,
    std,
    std_back,
    var,
    var_back,
)
from reference_engine.shapes import Array
from reference_engine.softmax import softmax, softmax_back


def flat(g: Array, out: Array, x: Array) -> Array:
    """Return zeros: the op is constant wherever it has a slope."""
    return np.zeros_like(g)


# fmt: off
FURTHER: dict[str, tuple[Any, ...]] = {
    "minimum":    (np.minimum,      lambda g, out, x, y: larger(g, -x, -y),
                                    lambda g, out, x, y: larger(g, -y, -x)),
    "pow":        (np.power,        base_back, exponent_back),
    "where":      (np.where,        None,
                                    lambda g, out, chosen, x, y: np.where(chosen, g, 0),
                                    lambda g, out, chosen, x, y: np.where(chosen, 0, g)),
    "clamp":      (lambda x, min=None, max=None: np.clip(x, min, max), clamped),
    "leaky_relu": (lambda x, slope=0.01: np.where(x > 0, x, slope * x),
                   lambda g, out, x, slope=0.01: np.where(x > 0, g, slope * g)),
    "abs":        (np.abs,          lambda g, out, x: g * np.sign(x)),
    "sqrt":       (np.sqrt,         lambda g, out, x: g / (2 * out)),
    "tanh":       (np.tanh,         lambda g, out, x: g * (1 - out * out)),
    "sigmoid":    (sigmoid,         lambda g, out, x: g * ((1 - out) * out)),
    "norm":       (lambda x: np.sqrt(np.sum(x * x)),
                   lambda g, out, x: np.where(out == 0, 0, x * (g / out))),
    "sign":       (np.sign,         flat),
    "floor":      (np.floor,        flat),
    "ceil":       (np.ceil,         flat),
    "round":      (np.round,        flat),
    "mean":       (mean,            mean_back),
    "max":        (reduced(np.max), extreme_back(np.argmax)),
    "min":        (reduced(np.min), extreme_back(np.argmin)),
    "amax":       (reduced(np.max), shared_by_extremes),
    "amin":       (reduced(np.min), shared_by_extremes),
    "prod":       (reduced(np.prod), prod_back),
    "var":        (var,             var_back),
    "std":        (std,             std_back),
    "logsumexp":  (logsumexp,       logsumexp_back),
    "softmax":    (softmax,         softmax_back),
}
