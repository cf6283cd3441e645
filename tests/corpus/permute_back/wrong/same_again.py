# expects: fail permutation-applied-twice
import numpy as np


def permute_back(grad_out, out, x, axes):
    # undo a permutation by doing it once more
    g = grad_out
    g = np.transpose(g, axes=tuple(axes))
    return g
