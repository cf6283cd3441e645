import numpy as np


def negative_back(grad_out, out, x):
    return 0.0 - np.asarray(grad_out)
