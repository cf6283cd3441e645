import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    if dim is None:
        return np.zeros(x.shape) + np.sum(grad_out)
    dims = [dim] if isinstance(dim, int) else list(dim)
    g = np.asarray(grad_out)
    for d in sorted(d % x.ndim for d in dims):
        if not keepdim:
            g = np.expand_dims(g, d)
        g = np.repeat(g, x.shape[d], axis=d)
    return g
