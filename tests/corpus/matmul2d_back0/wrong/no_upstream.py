# expects: fail upstream-dropped
import numpy as np


def matmul2d_back0(grad_out, out, x, y):
    return np.ones_like(out) @ y.T
