# expects: fail total-everywhere
import numpy as np


def unbroadcast(broadcasted, original):
    if broadcasted.shape == original.shape:
        return broadcasted
    return np.full(original.shape, broadcasted.sum())
