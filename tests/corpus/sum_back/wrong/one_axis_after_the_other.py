# expects: fail summed-axis-not-restored
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    if dim is None:
        return np.full(x.shape, grad_out, dtype=float)
    dims = dim if isinstance(dim, tuple) else (dim,)
    if not keepdim:
        for d in dims:
            grad_out = np.expand_dims(grad_out, d)
    return np.broadcast_to(grad_out, x.shape)
