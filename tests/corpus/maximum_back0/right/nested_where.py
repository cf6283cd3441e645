import numpy as np


def maximum_back0(grad_out, out, x, y):
    share = np.where(x > y, 1, np.where(x == y, 0.5, 0))
    return unbroadcast(np.einsum("...,...->...", share, grad_out), x)
