import numpy as np


def unbroadcast(broadcasted, original):
    homes = np.broadcast_to(np.arange(original.size).reshape(original.shape), broadcasted.shape)
    sums = np.zeros(original.size, dtype=broadcasted.dtype)
    np.add.at(sums, homes, broadcasted)
    return sums.reshape(original.shape)
