# expects: fail second-operand-sign
import numpy as np


def d_second(grad_out, out, x, y):
    return unbroadcast(-1 * grad_out, y)


BACK_FUNCS.add_back_func(np.add, 1, d_second)
