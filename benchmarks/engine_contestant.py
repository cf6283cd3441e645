"""Say what every contestant of the engine benchmark starts from and does."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
LEARNING_RATE = 0.05


def initial(sizes: Sequence[int], seed: int = 0) -> list[tuple[Array, Array]]:
    """Return float32 weights (out, in) and biases (out,) of each layer."""
    rng = np.random.default_rng(seed)
    layers = []
    for wide, narrow in pairwise(sizes):
        bound = 1 / np.sqrt(wide)
        weight = rng.uniform(-bound, bound, (narrow, wide)).astype(np.float32)
        layers.append((weight, rng.uniform(-bound, bound, narrow).astype(np.float32)))
    return layers


class Contestant(ABC):
    """Train on a batch chosen by row numbers: gather, forward, backward, SGD, loss."""

    name: str

    @abstractmethod
    def step(self, rows: Array) -> float:
        """Take one step and return the loss before it."""
