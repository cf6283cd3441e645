# expects: fail summed-axis-not-restored
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    return np.broadcast_to(grad_out, x.shape)
