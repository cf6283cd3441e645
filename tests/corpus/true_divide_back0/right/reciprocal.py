import numpy as np


def numerator(grad_out, out, x, y):
    inverse = 1.0 / np.asarray(y)
    return unbroadcast(grad_out * inverse, x)


BACK_FUNCS.add_back_func(np.divide, 0, numerator)
