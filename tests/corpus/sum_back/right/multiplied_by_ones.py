import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    if keepdim or dim is None:
        return grad_out * np.ones_like(x, dtype=float)
    if isinstance(dim, tuple):
        for d in sorted(d % x.ndim for d in dim):
            grad_out = np.expand_dims(grad_out, d)
    else:
        grad_out = np.expand_dims(grad_out, dim)
    return grad_out * np.ones_like(x, dtype=float)
