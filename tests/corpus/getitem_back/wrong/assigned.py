# expects: optional repeats-counted-once
import numpy as np


def getitem_back(grad_out, out, x, index):
    new_grad = np.zeros(x.shape)
    new_grad[coerce_index(index)] = grad_out
    return new_grad
