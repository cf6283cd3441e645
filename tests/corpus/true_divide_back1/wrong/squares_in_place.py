# expects: fail in-place-on-shared-array
import numpy as np


def d_y(grad_out, out, x, y):
    y = np.asarray(y)
    y *= y
    return unbroadcast(-grad_out * x / y, y)


BACK_FUNCS.add_back_func(np.true_divide, 1, d_y)
