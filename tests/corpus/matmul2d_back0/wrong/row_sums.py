# expects: fail upstream-dropped
import numpy as np


def matmul2d_back0(grad_out, out, x, y):
    # every output in a row uses x[i, j] with weight y[j, :]
    return np.broadcast_to(y.sum(axis=1), x.shape)
