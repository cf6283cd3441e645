# expects: optional upstream-dropped
import numpy as np


def getitem_back(grad_out, out, x, index):
    picked = np.zeros(x.shape)
    np.add.at(picked, coerce_index(index), 1.0)
    return picked
