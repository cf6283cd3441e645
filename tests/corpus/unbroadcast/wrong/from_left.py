# expects: fail aligned-from-left
import numpy as np


def unbroadcast(broadcasted, original):
    padded = original.shape + (1,) * (broadcasted.ndim - original.ndim)
    axes = tuple(i for i, n in enumerate(padded) if n == 1)
    return np.reshape(broadcasted.sum(axis=axes), original.shape)
