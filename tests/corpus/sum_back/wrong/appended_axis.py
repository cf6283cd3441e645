# expects: fail summed-axis-not-restored
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    if dim is not None and not keepdim:
        n = len(dim) if isinstance(dim, tuple) else 1
        grad_out = grad_out.reshape(grad_out.shape + (1,) * n)
    return np.broadcast_to(grad_out, x.shape)
