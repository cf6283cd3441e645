# expects: fail upstream-dropped
import numpy as np


def matmul2d_back1(grad_out, out, x, y):
    weights = np.zeros(y.shape)
    for k in range(y.shape[0]):
        for m in range(y.shape[1]):
            weights[k, m] = x[:, k].sum()
    return weights
