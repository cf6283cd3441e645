import numpy as np


def matmul2d_back0(grad_out, out, x, y):
    n, k = x.shape
    m = y.shape[1]
    grad = np.zeros((n, k))
    for i in range(n):
        for j in range(k):
            for c in range(m):
                grad[i, j] += grad_out[i, c] * y[j, c]
    return grad
