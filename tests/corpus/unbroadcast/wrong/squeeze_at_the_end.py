# expects: fail squeezed-too-far
import numpy as np


def unbroadcast(broadcasted, original):
    padded = (1,) * (broadcasted.ndim - original.ndim) + original.shape
    axes = tuple(np.flatnonzero(np.array(padded) != np.array(broadcasted.shape)))
    return np.squeeze(np.sum(broadcasted, axis=axes, keepdims=True))
