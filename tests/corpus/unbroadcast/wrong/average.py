# expects: fail mean-not-sum
import numpy as np


def unbroadcast(broadcasted, original):
    n_extra = broadcasted.ndim - original.ndim
    out = broadcasted
    for _ in range(n_extra):
        out = out.mean(axis=0)
    dims = tuple(i for i, s in enumerate(original.shape) if s == 1)
    return out.mean(axis=dims, keepdims=True) if dims else out
