import numpy as np


def multiply_back0(grad_out, out, x, y):
    local = np.broadcast_to(y, np.shape(grad_out))
    return unbroadcast(np.einsum("...,...->...", grad_out, local), x)
