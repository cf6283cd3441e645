# expects: fail own-operand
import numpy as np


def multiply_back0(grad_out, out, x, y):
    """Bring the factor down, as with powers."""
    factor = x if np.ndim(y) == 0 else y
    return unbroadcast(grad_out * factor, x)
