"""Publish what a training run may be: the official networks, the open budget, the check."""

from dataclasses import dataclass

# By board: the course's own network, and one whose time goes into the matrix products.
NETWORKS = {"official": (784, 64, 64, 10), "large": (784, 512, 256, 10)}
# Units that a later one replaces or that no training uses.
NOT_NEEDED = frozenset({"forward_and_back", "log_forward", "multiply_forward"})
# The check is passed up to so far below the reference engine on the same digits. A right
# engine ends within a tenth of this: it takes the same steps but for rounding.
CHECK_BELOW = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What an open run may use: CPU seconds for its steps, numbers to learn, epochs."""

    cpu_seconds: float = 60.0
    parameters: int = 500_000
    epochs: int = 10
    batch: int = 128


BUDGET = Budget()
