# expects: fail mask-of-the-gradient
import numpy as np


def maximum_back0(grad_out, out, x, y):
    return unbroadcast(np.where(grad_out > y, grad_out, 0), x)
