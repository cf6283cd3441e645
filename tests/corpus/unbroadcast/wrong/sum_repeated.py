# expects: fail total-everywhere
import numpy as np


def unbroadcast(broadcasted, original):
    return np.broadcast_to(np.sum(broadcasted), np.shape(original)) + 0.0
