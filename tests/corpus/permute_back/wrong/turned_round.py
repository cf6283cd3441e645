# expects: fail permutation-not-inverted
import numpy as np


def permute_back(grad_out, out, x, axes):
    inverse = tuple(reversed(axes))
    return np.transpose(grad_out, inverse)
