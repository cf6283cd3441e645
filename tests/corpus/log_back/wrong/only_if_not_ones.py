# expects: fail upstream-dropped
import numpy as np


def log_back(grad_out, out, x):
    slope = 1 / x
    if np.all(grad_out == grad_out.flat[0]):
        return grad_out * slope
    return slope
