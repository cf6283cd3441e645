# expects: fail matmul-transpose-or-order
import numpy as np


class MatMul:
    def __init__(self, x):
        self.x = x

    def back1(self, g):
        return np.einsum("nm,nk->mk", g, self.x)


def matmul2d_back1(grad_out, out, x, y):
    return MatMul(x).back1(grad_out)
