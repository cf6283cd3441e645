# expects: fail unknown
import numpy as np


def log_back(grad_out, out, x):
    slope = np.clip(1 / x, 0, 5)
    return grad_out * slope
