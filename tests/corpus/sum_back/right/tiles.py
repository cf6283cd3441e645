import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    axes = range(x.ndim) if dim is None else ((dim,) if isinstance(dim, int) else dim)
    axes = {a % x.ndim for a in axes} if x.ndim else set()
    shape = [1 if i in axes else n for i, n in enumerate(x.shape)]
    times = [n if i in axes else 1 for i, n in enumerate(x.shape)]
    return np.tile(np.reshape(grad_out, shape), times or 1).reshape(x.shape)
