"""Estimate gradients by central differences: a witness that knows no rules."""

from collections.abc import Callable, Sequence

import numpy as np

from reference_engine.shapes import Array


def central_differences(
    function: Callable[..., Array],
    arrays: Sequence[Array],
    end_grad: Array,
    *,
    step: float = 1e-6,
) -> list[Array]:
    """Return d sum(end_grad * function(*arrays)) / d array for each float64 array.

    Two calls per element: for tests only. The arrays are left as they were.
    """
    gradients = []
    for array in arrays:
        gradient = np.zeros_like(array)
        for index in np.ndindex(array.shape):
            middle = array[index]
            ends = []
            for moved in (middle + step, middle - step):
                array[index] = moved
                ends.append(np.sum(end_grad * function(*arrays)))
            array[index] = middle
            gradient[index] = (ends[0] - ends[1]) / (2 * step)
        gradients.append(gradient)
    return gradients
