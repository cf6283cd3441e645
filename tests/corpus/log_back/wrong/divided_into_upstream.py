# expects: fail in-place-on-shared-array
import numpy as np


def log_back(grad_out, out, x):
    np.divide(grad_out, x, out=grad_out)
    return grad_out
