# expects: fail only-stretched-axes-summed
import numpy as np


def unbroadcast(broadcasted, original):
    offset = broadcasted.ndim - original.ndim
    for i, size in enumerate(original.shape):
        if size == 1 and broadcasted.shape[i + offset] > 1:
            broadcasted = broadcasted.sum(i + offset, keepdims=True)
    return broadcasted
