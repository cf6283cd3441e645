"""Leave out one fast path of the engine at a time, beside the whole engine."""
# ruff: noqa: ARG005  rules share one signature

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.engine_contestant import Array, Contestant
from benchmarks.engine_networks import Fused, Textbook
from reference_engine import buffers, nn
from reference_engine.rules import BACKWARD
from reference_engine.tensor import Tensor


class ThreeOps(Fused):
    """Use matmul, transpose and add for a layer, and cross-entropy in one op."""

    fused = False


class LossPerSample(Fused):
    """Use cross-entropy per sample, as the course does, and then the mean."""

    def loss(self, logits: Tensor, labels: Array) -> Tensor:
        """Return the mean of the losses."""
        return nn.cross_entropy(logits, labels).mean()


@dataclass(frozen=True)
class Path:
    """A fast path: ``table[key]`` replaced by the plain form, or another contestant."""

    name: str
    contestant: type[Fused]
    table: Any = None
    key: str = ""
    plain: Any = None

    def __call__(self, *data: Any) -> Contestant:
        """Return the contestant without this path."""
        return Without(self, *data)


class Without(Contestant):
    """Train with one fast path left out."""

    def __init__(
        self, path: Path, sizes: Sequence[int], images: Array, labels: Array
    ) -> None:
        self.path = path
        self.inner = path.contestant(sizes, images, labels)

    def step(self, rows: Array) -> float:
        """Take one step and return the loss before it."""
        path = self.path
        if path.table is None:
            return self.inner.step(rows)
        kept = path.table[path.key]
        path.table[path.key] = path.plain
        try:
            return self.inner.step(rows)
        finally:
            path.table[path.key] = kept


PLAIN_MATMUL = (
    lambda g, out, x, y: g @ y.swapaxes(-1, -2),
    lambda g, out, x, y: x.swapaxes(-1, -2) @ g,
)
PLAIN_RELU = (lambda g, out, x: np.where(out <= 0, 0, g),)

PATHS = [
    Path("fused linear", ThreeOps),
    Path("fused cross-entropy", LossPerSample),
    Path("taking buffers", Fused, vars(buffers), "unshared", lambda _: False),
    Path("relu by bits", Fused, BACKWARD, "relu", PLAIN_RELU),
    Path("weight's own layout", Textbook, BACKWARD, "matmul", PLAIN_MATMUL),
]
