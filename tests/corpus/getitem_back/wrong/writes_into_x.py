# expects: optional in-place-on-shared-array
import numpy as np


def getitem_back(grad_out, out, x, index):
    x[...] = 0
    np.add.at(x, coerce_index(index), grad_out)
    return x
