# expects: fail sum-not-spread
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    axes = tuple(range(x.ndim)) if dim is None else dim
    g = grad_out if keepdim else np.expand_dims(grad_out, axes)
    result = np.zeros(x.shape)
    result[tuple(slice(0, n) for n in np.shape(g))] = g
    return result
