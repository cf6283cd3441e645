# expects: fail reshape-then-sum
import numpy as np


def unbroadcast(broadcasted, original):
    if broadcasted.size == original.size:
        return broadcasted.reshape(original.shape)
    return broadcasted.reshape(-1, *original.shape).sum(axis=0)
