# expects: fail original-values-used
import numpy as np


def unbroadcast(broadcasted, original):
    extra = broadcasted.ndim - original.ndim
    out = broadcasted.sum(axis=tuple(range(extra)))
    dims = tuple(i for i, n in enumerate(original.shape) if n == 1)
    return out.sum(axis=dims, keepdims=True) * original
