import numpy as np


def exp_back(grad_out, out, x):
    return np.einsum("...,...", out, grad_out)
