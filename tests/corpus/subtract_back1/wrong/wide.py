# expects: fail unbroadcast-misdirected
import numpy as np


def d_subtrahend(grad_out, out, x, y):
    grad = np.zeros(out.shape)
    for place in np.ndindex(out.shape):
        grad[place] = -grad_out[place]
    return grad


BACK_FUNCS.add_back_func(np.subtract, 1, d_subtrahend)
