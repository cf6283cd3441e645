"""Say what one engine showed of one question, and whether two showed the same."""

from dataclasses import dataclass, field

import numpy as np

from exercises.judge import FLOOR, TOLERANCE
from exercises.nouns import Plain


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """What was seen of one engine on one graph or training.

    ``arrays`` are the result and the leaves' gradients in order, None where there was
    none; of a training the parameters after each step. ``raised`` names an exception:
    then nothing else counts. ``inner`` says that an intermediate kept a gradient.
    """

    arrays: tuple[Plain | None, ...] = ()
    raised: str | None = None
    inner: bool = False
    limits: tuple[float, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Note how far another may be off: a search compares the same ones often."""
        limits = tuple(TOLERANCE * max(_largest(each), FLOOR) for each in self.arrays)
        object.__setattr__(self, "limits", limits)


def same(one: Sighting, other: Sighting) -> bool:
    """Tell whether two engines cannot be told apart by what was seen.

    Any two exceptions are alike, None is like zeros, numbers agree within the judge's
    tolerance relative to ``other``. Gradients inside the graph are not compared.
    """
    if one.raised or other.raised:
        return bool(one.raised and other.raised)
    if len(one.arrays) != len(other.arrays):
        return False
    with np.errstate(all="ignore"):
        return all(map(_close, one.arrays, other.arrays, other.limits))


def _close(one: Plain | None, other: Plain | None, limit: float) -> bool:
    if one is None or other is None:
        held = other if one is None else one
        return held is None or not held.any()
    if one.shape != other.shape:
        return False
    # Written so that NaN differs.
    return not other.size or _largest(one - other) <= limit


def _largest(array: Plain | None) -> float:
    if array is None or not array.size:
        return 0.0
    return float(np.maximum.reduce(np.abs(array), axis=None))
