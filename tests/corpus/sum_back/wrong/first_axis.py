# expects: fail axis-always-first summed-axis-not-restored
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    if not keepdim and dim is not None:
        count = len(dim) if isinstance(dim, tuple) else 1
        grad_out = grad_out.reshape((1,) * count + grad_out.shape)
    return np.broadcast_to(grad_out, x.shape)
