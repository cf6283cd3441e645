from functools import partial
import numpy as np


def signed(sign, position, grad_out, out, *operands):
    return sign * unbroadcast(grad_out, operands[position])


BACK_FUNCS.add_back_func(np.subtract, 1, partial(signed, -1.0, 1))
