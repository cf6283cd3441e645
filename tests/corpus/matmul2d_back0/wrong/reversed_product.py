# expects: hint matmul-transpose-or-order
import numpy as np


def matmul2d_back0(grad_out, out, x, y):
    return np.dot(y.T, grad_out)
