# expects: fail graph-cut
import numpy as np


def relu(x):
    return maximum(x.array, 0.0)
