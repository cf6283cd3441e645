# expects: fail axis-always-first
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    grad = np.zeros(x.shape)
    if keepdim or dim is None:
        grad += grad_out
    elif x.ndim == 2 and x.shape[0] == x.shape[1]:
        for i in range(x.shape[0]):
            grad[i, :] = grad_out
    else:
        grad += np.expand_dims(grad_out, dim)
    return grad
