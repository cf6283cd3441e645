import numpy as np


def unbroadcast(broadcasted, original):
    result = broadcasted
    while result.ndim > np.ndim(original):
        result = np.sum(result, axis=0)
    for axis in range(original.ndim):
        if original.shape[axis] == 1:
            result = np.sum(result, axis=axis, keepdims=True)
    return result
