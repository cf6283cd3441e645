# expects: fail own-operand
import numpy as np


def multiply_back1(grad_out, out, x, y):
    result = np.empty_like(grad_out)
    result[...] = grad_out * y
    return unbroadcast(result, y)
