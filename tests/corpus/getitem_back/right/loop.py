import numpy as np


def getitem_back(grad_out, out, x, index):
    where = np.arange(x.size).reshape(x.shape)[coerce_index(index)]
    result = np.zeros(x.size)
    for place, g in zip(np.atleast_1d(where).ravel(), np.atleast_1d(grad_out).ravel()):
        result[place] += g
    return result.reshape(x.shape)
