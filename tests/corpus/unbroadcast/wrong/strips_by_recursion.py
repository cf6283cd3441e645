# expects: fail only-new-axes-summed
import numpy as np


def unbroadcast(broadcasted, original):
    if len(broadcasted.shape) == len(original.shape):
        return broadcasted
    return unbroadcast(np.einsum("a...->...", broadcasted), original)
