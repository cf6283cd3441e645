import numpy as np


def maximum_back0(grad_out, out, x, y):
    return unbroadcast(np.where(np.less(x, y), 0.0, grad_out), x)
