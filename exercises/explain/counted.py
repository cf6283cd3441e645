"""Find how often each contribution is in a gradient, if counting explains it at all."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from exercises.judge import FLOOR, TOLERANCE
from exercises.nouns import Array

MOST = 6  # contributions: 5**6 ways to count them
# Not shown as a cause where a number could be hit by chance.
WAYS = (0.0, 1.0, 2.0, 3.0, -1.0)


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each contribution arrived; ``certain`` tells where that is the only way.

    Of two equal contributions either may be the one that was lost.
    """

    times: tuple[float, ...]
    certain: tuple[bool, ...]


def counted(parts: list[Array], got: Array, due: float = 1.0) -> Counted | None:
    """Return how ``got`` is counted together from ``parts``, each ``due`` times if right.

    One factor for all is the simplest way; then the fewest departures win. None where there is no way, or where two
    such ways are of different kinds: then nothing is known.
    """
    if not parts or len(parts) > MOST or got.shape != parts[0].shape:
        return None
    stacked = np.array([part.ravel() for part in parts])
    scale = max(float(np.abs(due * stacked.sum(0)).max()), FLOOR)
    ways = np.array(list(product({*WAYS, due}, repeat=len(parts))))
    mean = np.full((1, len(parts)), due / len(parts))
    fitting = _fitting(ways, stacked, got, scale)
    if not len(fitting):
        fitting = _fitting(mean, stacked, got, scale)
    if not len(fitting):
        return None
    uniform = np.all(fitting == fitting[:, :1], axis=1)
    departures = np.where(uniform, 0, (fitting != due).sum(axis=1))
    best = fitting[departures == departures.min()]
    kinds = {tuple(sorted(way)) for way in best.tolist()}
    if len(kinds) > 1:
        return None
    certain = tuple(bool(np.all(column == column[0])) for column in best.T)
    return Counted(tuple(best[0].tolist()), certain)


def _fitting(ways: Array, stacked: Array, got: Array, scale: float) -> Array:
    with np.errstate(all="ignore"):
        error = np.abs(ways @ stacked - got.ravel()).max(axis=1, initial=0.0) / scale
    found: Array = ways[error <= TOLERANCE]
    return found
