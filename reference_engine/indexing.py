"""Read elements by index and add gradients back where they were read."""
# ruff: noqa: ARG001  rules share one signature

from typing import Any

import numpy as np

from reference_engine.shapes import Array


def read(x: Array, index: Any) -> Any:
    """Return ``x[index]``.

    Raises ``ValueError`` for a negative step, which PyTorch does not take, and where
    NumPy and PyTorch order the axes differently.
    """
    parts = index if isinstance(index, tuple) else (index,)
    if any(isinstance(part, slice) and (part.step or 1) < 0 for part in parts):
        raise ValueError("the step of a slice must be positive: list the indices")
    if is_split(parts):
        raise ValueError(
            "an integer and an index array apart from each other put the axes in "
            "another order in PyTorch: index in two steps, x[i][..., j]"
        )
    return x[index]


def is_split(index: tuple[Any, ...]) -> bool:
    """Say whether an integer and an array index have a slice between them."""
    ints = [isinstance(i, int | np.integer) for i in index]
    arrays = [isinstance(i, list | np.ndarray) for i in index]
    if not any(ints) or not any(arrays):
        return False
    advanced = [at for at, is_it in enumerate(map(max, ints, arrays)) if is_it]
    return advanced[-1] - advanced[0] >= len(advanced)


def scattered(g: Any, out: Any, x: Array, index: Any) -> Array:
    """Add each gradient to the place its value was read from, as often as read."""
    full = np.zeros(x.shape, g.dtype)
    # full[index] += g would count a repeated index once.
    np.add.at(full, index, g)
    return full
