# expects: fail upstream-dropped
import numpy as np


def multiply_back1(grad_out, out, x, y):
    return unbroadcast(np.ones_like(grad_out) * x, y)
