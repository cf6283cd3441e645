import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    kept = np.sum(x, axis=dim, keepdims=True).shape
    return np.einsum("...,...->...", np.reshape(grad_out, kept), np.ones(x.shape))
