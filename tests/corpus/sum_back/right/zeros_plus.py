import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    kept = np.sum(np.zeros(x.shape), axis=dim, keepdims=True).shape
    return np.zeros(x.shape) + np.reshape(grad_out, kept)
