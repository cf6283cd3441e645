import numpy as np


def invert_transposition(axes: tuple) -> tuple:
    return tuple(int(i) for i in np.argsort(axes))
