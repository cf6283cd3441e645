# expects: fail unbroadcast-misdirected
import numpy as np


def multiply_back1(grad_out, out, x, y):
    x = np.array(x)
    d_y = x * grad_out
    unbroadcast(d_y, y)
    return d_y
