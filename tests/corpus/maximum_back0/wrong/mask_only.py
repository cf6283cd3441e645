# expects: fail upstream-dropped
import numpy as np


def maximum_back0(grad_out, out, x, y):
    mask = np.where(x > y, 1.0, 0.0)
    return unbroadcast(mask, x)
