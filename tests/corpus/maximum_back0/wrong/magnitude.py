# expects: fail unknown
import numpy as np


def maximum_back0(grad_out, out, x, y):
    return unbroadcast(grad_out * (np.abs(x) > np.abs(y)), x)
