import numpy as np


def unbroadcast(broadcasted, original):
    out = broadcasted
    for back in range(1, broadcasted.ndim + 1):
        if back > original.ndim:
            out = out.sum(axis=0)
        elif original.shape[-back] == 1:
            out = out.sum(axis=-back, keepdims=True)
    return np.asarray(out)
