# expects: fail unbroadcast-before-product
import numpy as np


def multiply_back1(grad_out, out, x, y):
    g = np.array(grad_out)
    while g.ndim > y.ndim:
        g = g.sum(axis=0)
    for i, n in enumerate(y.shape):
        if n == 1:
            g = g.sum(axis=i, keepdims=True)
    xs = np.asarray(x)
    while xs.ndim > y.ndim:
        xs = xs.mean(axis=0)
    return unbroadcast(g * xs, y)
