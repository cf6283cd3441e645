# expects: fail only-new-axes-summed
import numpy as np


def unbroadcast(broadcasted, original):
    while broadcasted.ndim > original.ndim:
        broadcasted = broadcasted.sum(axis=0)
    return broadcasted
