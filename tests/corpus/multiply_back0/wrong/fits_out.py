# expects: fail unbroadcast-misdirected
import numpy as np


def multiply_back0(grad_out, out, x, y):
    y = np.asarray(y)
    return unbroadcast(grad_out * y, out)
