import numpy as np


def unbroadcast(broadcasted, original):
    """walk over all entries and put each one where it was copied from"""
    total = np.zeros(original.shape)
    skip = broadcasted.ndim - original.ndim
    for place in np.ndindex(broadcasted.shape):
        home = tuple(0 if size == 1 else i for i, size in zip(place[skip:], original.shape))
        total[home] += broadcasted[place]
    return total
