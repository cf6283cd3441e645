# expects: fail notebook-leftover
import numpy as np


inverse = None


def permute_back(grad_out, out, x, axes):
    global inverse
    if inverse is None or len(inverse) != len(axes):
        inverse = np.argsort([a % x.ndim for a in axes])
    return np.transpose(grad_out, inverse)
