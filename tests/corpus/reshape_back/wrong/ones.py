# expects: fail upstream-dropped
import numpy as np


def reshape_back(grad_out, out, x, new_shape):
    """a reshape changes no numbers, so the slope is one everywhere"""
    return np.ones(x.shape)
