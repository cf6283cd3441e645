import numpy as np


def maximum_back0(grad_out, out, x, y):
    bool_sum = (x > y) + 0.5 * (x == y)
    return unbroadcast(grad_out * bool_sum, x)
