import numbers
import numpy as np


def multiply_back0(grad_out, out, x, y):
    if isinstance(y, numbers.Number) or np.ndim(y) == 0:
        return unbroadcast(grad_out * float(y), x)
    return unbroadcast(grad_out * y, x)
