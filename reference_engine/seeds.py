"""Say what a backward pass starts from."""

from typing import Any

import numpy as np

from reference_engine.errors import OpError
from reference_engine.graph import Node
from reference_engine.shapes import Array


def first_gradient(end: Node, end_grad: Any) -> Array:
    """Return the gradient to start from, in the shape and dtype of ``end``.

    None stands for ones. Raises ``OpError`` for another shape, and where ``end`` was
    made from nothing that requires a gradient.
    """
    if not end.requires_grad:
        raise OpError("backward: no argument of this tensor requires a gradient")
    if end_grad is None:
        ones: Array = np.empty_like(end.array)
        ones.fill(1)
        return ones
    given = end_grad.array if isinstance(end_grad, Node) else np.asarray(end_grad)
    if given.shape != end.array.shape:
        raise OpError(f"end_grad has shape {given.shape}, the tensor {end.array.shape}")
    return given.astype(end.array.dtype, copy=False)
