"""Gather all mutants under their ids."""

from collections.abc import Mapping

from exercises.misconceptions.mutants import (
    elementwise,
    optimising,
    rearranging,
    unbroadcasting,
    walking,
)
from exercises.misconceptions.mutants.mutant import Mutant

MUTANTS: Mapping[str, Mutant] = {
    each.id: each
    for module in (elementwise, rearranging, unbroadcasting, walking, optimising)
    for each in module.ALL
}
# Those that decide pass or fail; the others have labelled probes of their own.
VALUE_MUTANTS: tuple[str, ...] = tuple(
    name for name, each in MUTANTS.items() if each.role == "value"
)
