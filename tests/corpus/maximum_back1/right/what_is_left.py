import numpy as np


def maximum_back1(grad_out, out, x, y):
    first = np.where(x > y, grad_out, 0) + np.where(x == y, grad_out, 0) / 2
    return unbroadcast(grad_out - first, y)
