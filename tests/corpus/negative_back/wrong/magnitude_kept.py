# expects: fail unknown
import numpy as np


def negative_back(grad_out, out, x):
    return np.copysign(grad_out, out)
