# expects: fail constant-fill
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    return np.ones_like(x)
