# expects: fail quotient-rule
import numpy as np


def denominator(grad_out, out, x, y):
    """-x / y^2, one y too many"""
    slope = -x / (y * y * y)
    return unbroadcast(slope * grad_out, y)


BACK_FUNCS.add_back_func(np.true_divide, 1, denominator)
