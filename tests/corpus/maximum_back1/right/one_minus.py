import numpy as np


def maximum_back1(grad_out, out, x, y):
    first = np.heaviside(x - np.asarray(y, float), 0.5)
    return unbroadcast(grad_out * (1 - first), y)
