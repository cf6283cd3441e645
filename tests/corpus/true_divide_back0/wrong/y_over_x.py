# expects: fail quotient-rule
import numpy as np


def numerator(grad_out, out, x, y):
    with np.errstate(all="ignore"):
        upside_down = y / x
    return unbroadcast(grad_out * upside_down, x)


BACK_FUNCS.add_back_func(np.true_divide, 0, numerator)
