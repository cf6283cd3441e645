import numpy as np


def multiply_back0(grad_out, out, x, y):
    return unbroadcast(np.multiply(np.asarray(y), grad_out), np.asarray(x))
