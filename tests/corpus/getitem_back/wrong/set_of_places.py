# expects: optional repeats-counted-once
import numpy as np


def getitem_back(grad_out, out, x, index):
    where = np.arange(x.size).reshape(x.shape)[coerce_index(index)]
    prices = dict(zip(np.ravel(where).tolist(), np.ravel(grad_out).tolist()))
    result = np.zeros(x.size)
    for place, price in prices.items():
        result[place] = price
    return result.reshape(x.shape)
