import numpy as np


def maximum_back0(grad_out, out, x, y):
    share = np.where(out == x, 1.0, 0.0)
    share = np.where(x == y, 0.5, share)
    return unbroadcast(share * grad_out, x)
