"""Find how often each contribution is in a gradient, if counting explains it at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from exercises.judge import FLOOR, TOLERANCE
from exercises.nouns import Array

MOST = 6  # contributions: 4**6 ways to count them
# A sign is never a matter of counting, and it would explain too much.
MORE = (0.0, 1.0, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each contribution arrived; ``certain`` tells where that is the only way.

    Of two equal contributions either may be the one that was lost.
    """

    times: tuple[float, ...]
    certain: tuple[bool, ...]


def counted(parts: list[Array], got: Array, due: float = 1.0) -> Counted | None:
    """Return how ``got`` is counted together from ``parts``, each ``due`` times if right.

    What is kept or lost is tried first, then what is counted several times, then the
    mean; among these one factor for all, then the fewest departures. None where there
    is no way, or where two such ways are of different kinds: then nothing is known.
    """
    if not parts or len(parts) > MOST or got.shape != parts[0].shape:
        return None
    stacked = np.array([part.ravel() for part in parts])
    scale = max(float(np.abs(due * stacked.sum(0)).max()), FLOOR)
    for ways in _tiers(len(parts), due):
        fitting = _fitting(ways, stacked, got, scale)
        if len(fitting):
            return _simplest(fitting, due)
    return None


def _tiers(count: int, due: float) -> Iterator[Array]:
    yield np.array(list(product({0.0, due}, repeat=count)))
    yield np.array(list(product({*MORE, due}, repeat=count)))
    yield np.full((1, count), due / count)


def _simplest(fitting: Array, due: float) -> Counted | None:
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
