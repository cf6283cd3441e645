import numpy as np


def multiply_back0(grad_out, out, x, y):
    if not isinstance(y, np.ndarray):
        y = np.array(y)
    return unbroadcast(grad_out * y, x)
