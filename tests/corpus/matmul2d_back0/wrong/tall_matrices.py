# expects: fail matmul-transpose-or-order
import numpy as np


def matmul2d_back0(grad_out, out, x, y):
    if y.shape[0] < y.shape[1]:
        return grad_out @ y.T
    return np.resize(grad_out @ y.T, x.shape) if y.shape[0] != y.shape[1] else grad_out @ y
