# expects: fail graph-cut
import numpy as np


def relu(x):
    clipped = np.where(x.array > 0, x.array, 0)
    return Tensor(clipped, x.requires_grad)
