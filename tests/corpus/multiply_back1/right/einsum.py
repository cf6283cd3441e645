import numpy as np


def multiply_back1(grad_out, out, x, y):
    x = x if isinstance(x, np.ndarray) else np.array(x)
    return unbroadcast(np.einsum("...,...->...", grad_out, x), y)
