# expects: fail element-order-changed
import numpy as np


def reshape_back(grad_out, out, x, new_shape):
    return np.resize(grad_out.T, x.shape)
