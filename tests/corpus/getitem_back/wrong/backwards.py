# expects: optional unknown
import numpy as np


def getitem_back(grad_out, out, x, index):
    new_grad = np.zeros(x.shape)
    np.add.at(new_grad, coerce_index(index), np.asarray(grad_out)[::-1] if np.ndim(grad_out) else grad_out)
    return new_grad
