# expects: fail squeezed-too-far
import numpy as np


def matmul2d_back0(grad_out, out, x, y):
    return np.squeeze(grad_out @ y.T)
