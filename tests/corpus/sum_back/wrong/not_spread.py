# expects: fail sum-not-spread
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    if dim is None:
        dim = tuple(range(x.ndim))
    return grad_out if keepdim else np.expand_dims(grad_out, dim)
