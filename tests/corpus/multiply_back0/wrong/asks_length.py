# expects: hint scalar-operand
import numpy as np


def multiply_back0(grad_out, out, x, y):
    if y.shape != x.shape:
        y = np.broadcast_to(y, out.shape)
    return unbroadcast(grad_out * y, x)
