# expects: fail constant-fill
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    price = np.asarray(grad_out).flat[0]
    return np.full(x.shape, price, dtype=float)
