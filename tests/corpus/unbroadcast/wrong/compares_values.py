# expects: fail original-values-used
import numpy as np


def unbroadcast(broadcasted, original):
    if np.array_equal(broadcasted, np.broadcast_to(original, broadcasted.shape)):
        return original
    extra = broadcasted.ndim - original.ndim
    out = broadcasted.sum(axis=tuple(range(extra)))
    # only rows that are not zero were really used
    for axis, n in enumerate(original.shape):
        if n == 1:
            out = out.sum(axis=axis, keepdims=True)
    return np.where(original != 0, out, 0)
