# expects: fail unbroadcast-before-product
import numpy as np


def d_y(g, out, x, y):
    g = unbroadcast(g, y)
    quotient = unbroadcast(np.broadcast_to(out, g.shape) if out.shape == g.shape else out, y)
    return -g * quotient / y


BACK_FUNCS.add_back_func(np.true_divide, 1, d_y)
