import numpy as np


def negative_back(grad_out, out, x):
    return np.zeros_like(x) - grad_out
