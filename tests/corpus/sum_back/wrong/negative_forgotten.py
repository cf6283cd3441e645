# expects: fail summed-axis-not-restored
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    if dim is None:
        return np.full(x.shape, grad_out)
    dims = dim if isinstance(dim, tuple) else (dim,)
    shape = [1 if i in dims else n for i, n in enumerate(x.shape)]
    return np.broadcast_to(grad_out.reshape(shape), x.shape)
