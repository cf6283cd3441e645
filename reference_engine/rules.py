"""Hold the mathematics: one row per op, its function and one rule per argument.

A rule is ``back(grad_out, out, *args, **kwargs)``: plain arrays in, the gradient of
one argument out, shaped like ``out``'s broadcast. Nothing here knows of graphs, and
nobody unbroadcasts here: the walk does so in one place.
"""

from collections.abc import Callable
from operator import add, mul, neg, sub, truediv
from typing import Any

import numpy as np

from reference_engine import joining
from reference_engine.choosing import dropped, larger
from reference_engine.further_rules import FURTHER
from reference_engine.fused import FUSED
from reference_engine.indexing import read, scattered
from reference_engine.products import left, matmul, right
from reference_engine.reductions import spread, summed
from reference_engine.softmax import cross_entropy, cross_entropy_back
from reference_engine.views import expanded, unpermuted

# fmt: off
COURSE: dict[str, tuple[Callable[..., Any], ...]] = {
    "add":           (add,         lambda g, out, x, y: g,
                                   lambda g, out, x, y: g),
    "subtract":      (sub,         lambda g, out, x, y: g,
                                   lambda g, out, x, y: -g),
    "multiply":      (mul,         lambda g, out, x, y: g * y,
                                   lambda g, out, x, y: g * x),
    "true_divide":   (truediv,     lambda g, out, x, y: g / y,
                                   lambda g, out, x, y: -g * (out / y)),
    "maximum":       (np.maximum,  lambda g, out, x, y: larger(g, x, y),
                                   lambda g, out, x, y: larger(g, y, x)),
    "matmul":        (matmul,      left, right),
    "negative":      (neg,         lambda g, out, x: -g),
    "log":           (np.log,      lambda g, out, x: g / x),
    "exp":           (np.exp,      lambda g, out, x: g * out),
    "relu":          (lambda x: np.maximum(x, 0),
                                   lambda g, out, x: dropped(g, out <= 0)),
    "sum":           (summed,      spread),
    "getitem":       (read,        scattered),
    "reshape":       (np.reshape,  lambda g, out, x, new_shape: g.reshape(x.shape)),
    "permute":       (np.transpose, unpermuted),
    "transpose":     (np.transpose, lambda g, out, x: g.transpose()),
    "expand":        (expanded,    lambda g, out, x, new_shape: g),
    "cross_entropy": (cross_entropy, cross_entropy_back),
}
# fmt: on
ROWS = COURSE | FUSED | FURTHER
FORWARD = {op: row[0] for op, row in ROWS.items()} | joining.FORWARD
BACKWARD: dict[str, Any] = {op: row[1:] for op, row in ROWS.items()} | joining.BACKWARD
