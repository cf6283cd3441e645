# expects: hint scalar-operand
import numpy as np


def multiply_back0(grad_out, out, x, y):
    if isinstance(y, float):
        y = np.array(y)
    wide = np.broadcast_to(y, out.shape) if y.ndim else np.full(out.shape, y)
    return unbroadcast(grad_out * wide, x)
