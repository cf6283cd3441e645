"""Gather all attacks, in the order of their numbers."""

from workers.sandbox.attacks import (
    files,
    kernel,
    neighbours,
    network,
    processes,
    protocol,
    resources,
    values,
)
from workers.sandbox.attacks.attack import Attack

LISTED: tuple[Attack, ...] = (
    *files.LISTED,
    *processes.LISTED,
    *neighbours.LISTED,
    *kernel.LISTED,
    *network.LISTED,
    *resources.MEMORY,
    *resources.TIME,
    *resources.FLOODS,
    *resources.BOMBS,
    *protocol.LISTED,
    *values.VALUES,
    *values.PRYING,
)
BEYOND: tuple[Attack, ...] = (
    *files.BEYOND,
    *processes.BEYOND,
    *neighbours.BEYOND,
    *kernel.BEYOND,
    *network.BEYOND,
    *resources.BEYOND,
    *protocol.BEYOND,
    *values.BEYOND,
)
ATTACKS = (*LISTED, *BEYOND)
