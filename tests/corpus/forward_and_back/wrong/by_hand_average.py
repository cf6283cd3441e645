# expects: fail mean-not-sum
import numpy as np


def forward_and_back(a, b, c):
    def shrink(v, like):
        while v.ndim > like.ndim:
            v = v.mean(0)
        axes = tuple(i for i, n in enumerate(like.shape) if n == 1)
        return v.mean(axis=axes, keepdims=True) if axes else v

    shape = (a * b * c).shape
    ones = np.ones(shape)
    return shrink(ones / a, a), shrink(ones / b, b), shrink(ones / (c * np.log(c)), c)
