import numpy as np


def invert_transposition(axes):
    result = np.zeros(len(axes), dtype=int)
    for new, old in enumerate(axes):
        result[old] = new
    return result
