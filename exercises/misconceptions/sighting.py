"""Say what one engine showed of one question, and whether two showed the same."""

from dataclasses import dataclass

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


def same(one: Sighting, other: Sighting) -> bool:
    """Tell whether two engines cannot be told apart by what was seen.

    Any two exceptions are alike, None is like zeros, numbers agree within the judge's
    tolerance relative to ``other``. Gradients inside the graph are not compared.
    """
    if one.raised or other.raised:
        return bool(one.raised and other.raised)
    return len(one.arrays) == len(other.arrays) and all(
        map(_close, one.arrays, other.arrays)
    )


def _close(one: Plain | None, other: Plain | None) -> bool:
    if one is None or other is None:
        held = other if one is None else one
        return held is None or not held.any()
    if one.shape != other.shape:
        return False
    if not other.size:
        return True
    with np.errstate(all="ignore"):
        # Written so that NaN differs.
        limit = TOLERANCE * max(float(np.abs(other).max()), FLOOR)
        return bool(np.abs(one - other).max() <= limit)
