import numpy as np


def multiply_back1(grad_out, out, x, y):
    wide = np.broadcast_to(x, out.shape)
    product = np.empty(out.shape)
    for place in np.ndindex(*out.shape):
        product[place] = grad_out[place] * wide[place]
    return unbroadcast(product, y)
