# expects: fail unbroadcast-before-product
import numpy as np


def multiply_back1(grad_out, out, x, y):
    g = unbroadcast(grad_out, y)
    return unbroadcast(np.asarray(g * x), y)
