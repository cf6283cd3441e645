# expects: fail first-operand-sign
import numpy as np


def left_of_minus(grad_out, out, x, y):
    g = unbroadcast(grad_out, x)
    return np.subtract(np.zeros_like(g), g)


BACK_FUNCS.add_back_func(np.subtract, 0, left_of_minus)
