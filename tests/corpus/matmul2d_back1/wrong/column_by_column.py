# expects: fail squeezed-too-far
import numpy as np


def matmul2d_back1(grad_out, out, x, y):
    columns = [x.T @ grad_out[:, j] for j in range(grad_out.shape[1])]
    return np.squeeze(np.stack(columns, axis=-1))
