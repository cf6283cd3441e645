# expects: fail second-operand-sign
import numpy as np


def sub_back1(grad_out, out, x, y):
    grad = -grad_out
    return -unbroadcast(grad, y)


BACK_FUNCS.add_back_func(np.subtract, 1, sub_back1)
