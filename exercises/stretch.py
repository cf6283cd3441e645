"""Publish what a training run may be: the official networks, and the open budget."""

from dataclasses import dataclass

# By board: the course's own network, and one whose time goes into the matrix products.
NETWORKS = {"official": (784, 64, 64, 10), "large": (784, 512, 256, 10)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What an open run may use: CPU seconds for its steps, numbers to learn, epochs."""

    cpu_seconds: float = 60.0
    parameters: int = 500_000
    epochs: int = 10
    batch: int = 128


BUDGET = Budget()
