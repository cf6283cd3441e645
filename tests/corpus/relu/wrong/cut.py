# expects: fail graph-cut
import numpy as np


def relu(x):
    return Tensor(np.maximum(x.array, 0.0), requires_grad=x.requires_grad)
