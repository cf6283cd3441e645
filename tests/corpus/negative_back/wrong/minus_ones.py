# expects: fail upstream-dropped
import numpy as np


def negative_back(grad_out, out, x):
    grad = np.empty(x.shape)
    grad.fill(-1.0)
    return grad
