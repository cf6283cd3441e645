# expects: labelled scalar-operand
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    if dim is None:
        result = np.zeros(x.shape)
        for i in range(len(x)):
            result[i] = grad_out
        return result
    if not keepdim:
        grad_out = np.expand_dims(grad_out, dim)
    return np.broadcast_to(grad_out, x.shape)
