# expects: fail axis-always-first summed-axis-not-restored
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    if dim is None or keepdim:
        return np.broadcast_to(grad_out, x.shape)
    return np.broadcast_to(grad_out[np.newaxis, ...], x.shape)
