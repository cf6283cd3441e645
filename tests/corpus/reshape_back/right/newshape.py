import numpy as np


def reshape_back(grad_out, out, x, new_shape):
    return np.reshape(grad_out, newshape=x.shape)
