# expects: fail upstream-dropped
import numpy as np


def negative_back(grad_out, out, x):
    return np.full_like(x, -1.0)
