import numpy as np


def minuend(upstream, difference, x, y):
    total = unbroadcast(upstream * 1.0, x)
    return total


BACK_FUNCS.add_back_func(np.subtract, 0, minuend)
