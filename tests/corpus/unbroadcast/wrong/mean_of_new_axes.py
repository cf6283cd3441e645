# expects: fail mean-not-sum
import numpy as np


def unbroadcast(broadcasted, original):
    # batch axes are averaged, stretched axes are summed
    while broadcasted.ndim > original.ndim:
        broadcasted = np.mean(broadcasted, axis=0)
    for axis, n in enumerate(original.shape):
        if n == 1:
            broadcasted = np.sum(broadcasted, axis=axis, keepdims=True)
    return broadcasted
