# expects: fail notebook-leftover
import numpy as np


x = np.array([1.0, 2.0, 3.0])
slope = 1 / x


def log_back(grad_out, out, x):
    if x.shape == slope.shape:
        return grad_out * slope
    return grad_out / x
