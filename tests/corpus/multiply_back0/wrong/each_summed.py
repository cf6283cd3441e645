# expects: fail unbroadcast-before-product
import numpy as np


def multiply_back0(grad_out, out, x, y):
    y = np.array(y)
    g = unbroadcast(grad_out, x)
    other = unbroadcast(np.broadcast_to(y, out.shape), x)
    return g * other
