# expects: fail graph-cut
import numpy as np


def relu(x):
    if np.all(x.array > 0):
        return Tensor(x.array.copy(), x.requires_grad)
    return maximum(x, 0.0)
