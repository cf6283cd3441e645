# expects: fail reshape-not-undone
import numpy as np


def reshape_back(grad_out, out, x, new_shape):
    return np.reshape(grad_out, tuple(reversed(new_shape)))
