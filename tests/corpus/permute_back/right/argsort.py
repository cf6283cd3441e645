import numpy as np


def permute_back(grad_out, out, x, axes):
    return np.transpose(grad_out, np.argsort([a % x.ndim for a in axes]))
