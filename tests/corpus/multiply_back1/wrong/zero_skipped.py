# expects: fail own-operand
import numpy as np


def multiply_back1(grad_out, out, x, y):
    factor = np.where(np.asarray(x) == 0, y, x)
    return unbroadcast(grad_out * factor, y)
