# expects: fail upstream-dropped
import numpy as np


def maximum_back1(grad_out, out, x, y):
    return unbroadcast(np.where(y > x, np.sign(grad_out), 0.0), y)
