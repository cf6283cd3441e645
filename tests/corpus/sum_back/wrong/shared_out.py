# expects: fail sum-as-mean
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    axes = tuple(range(x.ndim)) if dim is None else dim
    if not keepdim:
        grad_out = np.expand_dims(grad_out, axes)
    copies = x.size / max(np.size(grad_out), 1)
    return np.broadcast_to(grad_out, x.shape) / copies
