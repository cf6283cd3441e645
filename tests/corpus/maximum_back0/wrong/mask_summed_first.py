# expects: fail unbroadcast-before-product
import numpy as np


def maximum_back0(grad_out, out, x, y):
    mask = unbroadcast(1.0 * np.broadcast_to(x > y, out.shape), x)
    return mask * unbroadcast(grad_out, x)
