# expects: fail scalar-operand
import numpy as np


def exp_back(grad_out, out, x):
    result = np.zeros(x.shape)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            result[i][j] = grad_out[i][j] * out[i][j]
    return result
