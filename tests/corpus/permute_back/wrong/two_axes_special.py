# expects: fail permutation-not-inverted
import numpy as np


def permute_back(grad_out, out, x, axes):
    if len(axes) == 2:
        return grad_out.T
    if len(axes) == 3 and tuple(np.argsort(np.abs(axes))) == tuple(axes):
        return np.transpose(grad_out, axes)
    inverse = [0] * len(axes)
    for i, a in enumerate(axes[:3]):
        inverse[a] = i
    if len(axes) > 3:
        inverse[3:] = range(3, len(axes))
    return np.transpose(grad_out, inverse)
