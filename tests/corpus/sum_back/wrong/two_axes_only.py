# expects: fail axis-always-first
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    if dim is None or keepdim:
        return np.ones_like(x) * grad_out
    if dim == 0:
        return np.ones_like(x) * grad_out[None]
    if isinstance(dim, tuple):
        return np.ones_like(x) * np.expand_dims(grad_out, dim)
    return np.ones_like(x) * grad_out[..., None]
