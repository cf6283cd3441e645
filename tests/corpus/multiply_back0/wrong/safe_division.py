# expects: fail operand-rebuilt-by-division
import numpy as np


def multiply_back0(grad_out, out, x, y):
    with np.errstate(divide="ignore", invalid="ignore"):
        other = np.where(x == 0, 0.0, out / x)
    return unbroadcast(grad_out * other, x)
