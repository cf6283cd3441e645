# expects: optional unknown
import numpy as np


def getitem_back(grad_out, out, x, index):
    new_grad = np.zeros(x.shape)
    rows, columns = coerce_index(index)
    for n, (i, j) in enumerate(zip(rows, columns)):
        new_grad[i, j] += grad_out[n]
    return new_grad
