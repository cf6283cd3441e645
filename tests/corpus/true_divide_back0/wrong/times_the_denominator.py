# expects: fail quotient-rule
import numpy as np


def numerator(grad_out, out, x, y):
    # x / y = x * y**-1, bring the -1 to the other side
    return unbroadcast(grad_out * y, x)


BACK_FUNCS.add_back_func(np.true_divide, 0, numerator)
