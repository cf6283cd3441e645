# expects: fail sum-as-mean
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    lost = tuple(range(x.ndim)) if dim is None else dim
    if not keepdim:
        grad_out = np.expand_dims(grad_out, lost)
    return np.broadcast_to(grad_out, x.shape) * (grad_out.size / x.size)
