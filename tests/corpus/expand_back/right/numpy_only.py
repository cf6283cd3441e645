import numpy as np


def expand_back(grad_out, out, x, new_shape):
    wide = np.broadcast_to(np.arange(x.size).reshape(x.shape), grad_out.shape)
    total = np.bincount(wide.ravel(), weights=grad_out.ravel(), minlength=x.size)
    return total.reshape(x.shape)
