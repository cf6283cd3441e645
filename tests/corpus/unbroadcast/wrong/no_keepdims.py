# expects: fail squeezed-too-far
import numpy as np


def unbroadcast(broadcasted, original):
    extra = broadcasted.ndim - original.ndim
    axes = list(range(extra))
    axes += [extra + i for i, n in enumerate(original.shape) if n == 1]
    return broadcasted.sum(axis=tuple(axes))
