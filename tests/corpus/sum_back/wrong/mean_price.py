# expects: fail constant-fill
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    grad = np.ones(x.shape)
    return grad * np.mean(grad_out)
