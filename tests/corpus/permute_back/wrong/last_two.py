# expects: fail permutation-not-inverted
import numpy as np


def permute_back(grad_out, out, x, axes):
    return np.swapaxes(grad_out, -1, -2)
