import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    grad_out = np.asarray(grad_out)
    if dim is None:
        dim = 0
        if keepdim is False:
            return np.full(x.shape, grad_out)
    if keepdim == False:
        dims = dim if isinstance(dim, tuple) else (dim,)
        for axis in sorted(d % x.ndim for d in dims):
            grad_out = np.expand_dims(grad_out, axis)
    return grad_out + np.zeros(x.shape)
