# expects: fail upstream-dropped
import numpy as np


def matmul2d_back1(grad_out, out, x, y):
    return x.T @ np.ones_like(grad_out)
