# expects: fail unbroadcast-before-product
import numpy as np


def multiply_back0(grad_out, out, x, y):
    y = np.array(y)
    return unbroadcast(unbroadcast(grad_out, x) * y, x)
