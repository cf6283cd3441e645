# expects: fail unknown
import numpy as np


def unbroadcast(broadcasted, original):
    total = np.asarray(broadcasted, dtype=np.float16)
    padded = (1,) * (total.ndim - original.ndim) + original.shape
    axes = tuple(i for i, n in enumerate(padded) if n == 1)
    return total.sum(axis=axes, keepdims=True).reshape(original.shape).astype(float)
