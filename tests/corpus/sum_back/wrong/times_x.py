# expects: fail upstream-dropped
import numpy as np


def sum_back(grad_out, out, x, dim=None, keepdim=False):
    g = np.expand_dims(grad_out, dim) if dim is not None and not keepdim else grad_out
    return np.broadcast_to(np.sign(g), x.shape)
