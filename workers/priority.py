"""Let training give way on the CPU to verdicts, for which somebody waits."""

import os
from collections.abc import Collection

from service.store.leases import TRAINING

# With this the kernel gives a verdict about ten times a training's share of a busy core.
LOWER = 10


def give_way(queues: Collection[str]) -> None:
    """Lower the priority of a process that only trains, and of every guest it makes."""
    if set(queues) == {TRAINING}:
        os.nice(LOWER)
