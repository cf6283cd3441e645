# expects: fail only-new-axes-summed
import numpy as np


def add_back1(grad_out, out, x, y):
    extra = grad_out.ndim - y.ndim
    return grad_out.sum(axis=tuple(range(extra)))


BACK_FUNCS.add_back_func(np.add, 1, add_back1)
