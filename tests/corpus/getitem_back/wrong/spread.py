# expects: optional constant-fill
import numpy as np


def getitem_back(grad_out, out, x, index):
    return np.full(x.shape, np.sum(grad_out) / x.size)
