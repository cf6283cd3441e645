# expects: fail one-copy-taken
import numpy as np


def unbroadcast(broadcasted, original):
    while broadcasted.ndim > original.ndim:
        broadcasted = broadcasted.sum(0)
    for axis, n in enumerate(original.shape):
        if n < broadcasted.shape[axis]:
            broadcasted = np.take(broadcasted, [broadcasted.shape[axis] // 2], axis=axis)
    return broadcasted
