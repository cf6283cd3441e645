# expects: fail aligned-from-left
from itertools import zip_longest
import numpy as np


def unbroadcast(broadcasted, original):
    axes = []
    for i, (big, small) in enumerate(zip_longest(broadcasted.shape, original.shape)):
        if small is None or small == 1:
            axes.append(i)
    return broadcasted.sum(axis=tuple(axes), keepdims=True).reshape(original.shape)
