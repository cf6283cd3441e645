# expects: optional repeats-counted-once
import numpy as np


def getitem_back(grad_out, out, x, index):
    """the same element may be read twice, so add"""
    new_grad = np.zeros_like(x, dtype=float)
    new_grad[coerce_index(index)] += grad_out
    return new_grad
