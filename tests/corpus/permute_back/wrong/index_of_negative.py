# expects: fail permutation-not-inverted
import numpy as np


def permute_back(grad_out, out, x, axes):
    places = list(axes)
    inverse = []
    for i in range(len(places)):
        inverse.append(places.index(i))
    return np.transpose(grad_out, inverse)
