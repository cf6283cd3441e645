# expects: fail unknown
import numpy as np


def exp_back(grad_out, out, x):
    safe = np.minimum(out, 10)
    return grad_out * safe
