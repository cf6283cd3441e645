# expects: fail unknown
import numpy as np


def maximum_back1(grad_out, out, x, y):
    return unbroadcast(grad_out * np.logical_and(y > x, y > 0) + grad_out * (x == y) / 2, y)
