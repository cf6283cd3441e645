# expects: fail one-copy-taken
import numpy as np


def unbroadcast(broadcasted, original):
    for _ in range(broadcasted.ndim - original.ndim):
        broadcasted = broadcasted[0]
    picks = tuple(slice(0, n) for n in original.shape)
    return np.array(broadcasted[picks])
