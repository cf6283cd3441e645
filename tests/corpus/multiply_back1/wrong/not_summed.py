# expects: fail unbroadcast-misdirected
import numpy as np


def multiply_back1(grad_out, out, x, y):
    return grad_out * np.array(x)
