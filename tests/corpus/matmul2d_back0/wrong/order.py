# expects: fail matmul-transpose-or-order
import numpy as np


def matmul2d_back0(grad_out, out, x, y):
    try:
        return y.T @ grad_out
    except ValueError:
        return grad_out @ y.T
