import numpy as np


def matmul2d_back1(grad_out, out, x, y):
    return np.einsum("nk,nm->km", x, grad_out)
