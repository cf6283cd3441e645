# expects: fail one-copy-taken
import numpy as np


def matmul2d_back0(grad_out, out, x, y):
    return np.outer(grad_out[:, 0], y[:, 0])
