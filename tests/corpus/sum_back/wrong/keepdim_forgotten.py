# expects: fail summed-axis-not-restored
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    if dim is None:
        dim = tuple(range(x.ndim))
    back = np.broadcast_to(np.expand_dims(grad_out, dim), out.shape + (1,) * (x.ndim - out.ndim))
    return np.broadcast_to(back.reshape(out.shape), x.shape)
