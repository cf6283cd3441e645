import numpy as np


def negative_back(grad_out, out, x):
    return np.negative(grad_out)
