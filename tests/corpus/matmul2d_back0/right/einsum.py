import numpy as np


def matmul2d_back0(grad_out, out, x, y):
    return np.einsum("ik,jk->ij", grad_out, y)
