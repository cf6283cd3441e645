# expects: fail one-copy-taken
import numpy as np


def add_back1(grad_out, out, x, y):
    if grad_out.shape == np.shape(y):
        return grad_out
    wide = np.broadcast_to(np.arange(np.size(y)).reshape(np.shape(y)), grad_out.shape)
    numbers, first = np.unique(wide, return_index=True)
    return grad_out.ravel()[first].reshape(np.shape(y))


BACK_FUNCS.add_back_func(np.add, 1, add_back1)
