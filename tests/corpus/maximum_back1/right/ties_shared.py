import numpy as np


def maximum_back1(grad_out, out, x, y):
    share = np.where(x < y, 1.0, np.where(x == y, 0.5, 0.0))
    return unbroadcast(share * grad_out, y)
