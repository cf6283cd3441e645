# expects: fail permutation-not-inverted
import numpy as np


def permute_back(grad_out, out, x, axes):
    g = grad_out
    for src, dst in enumerate(axes):
        g = np.moveaxis(g, src, dst)
    return g
