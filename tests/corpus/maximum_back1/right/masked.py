import numpy as np


def maximum_back1(grad_out, out, x, y):
    result = np.zeros(np.shape(out))
    won = np.broadcast_to(y > x, result.shape)
    result[won] = np.asarray(grad_out)[won]
    return unbroadcast(result, y)
