# expects: hint scalar-operand
import numpy as np


def maximum_back1(grad_out, out, x, y):
    wide = np.broadcast_to(x, np.broadcast_shapes(x.shape, y.shape))
    return unbroadcast(grad_out * ((y > wide) + 0.5 * (y == wide)), y)
