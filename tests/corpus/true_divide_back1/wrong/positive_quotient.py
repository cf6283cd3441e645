# expects: fail second-operand-sign
import numpy as np


def denominator(grad_out, out, x, y):
    return unbroadcast(np.einsum("...,...->...", grad_out, out) / y, y)


BACK_FUNCS.add_back_func(np.true_divide, 1, denominator)
