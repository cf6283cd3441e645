import numpy as np


def multiply_back1(grad_out, out, x, y):
    product = np.float64(1) * grad_out * x
    return unbroadcast(np.array(product), y)
