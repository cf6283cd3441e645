import numpy as np


def multiply_back1(grad_out, out, x, y):
    grad = np.multiply(grad_out, x)
    if grad.shape == np.shape(y):
        return grad
    return unbroadcast(grad, y)
