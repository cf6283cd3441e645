# expects: fail permutation-applied-twice
import numpy as np


def permute_back(grad_out, out, x, axes):
    return np.transpose(grad_out, axes)
