# expects: fail upstream-dropped
import numpy as np


def multiply_back0(grad_out, out, x, y):
    return unbroadcast(np.broadcast_to(np.asarray(y, float), out.shape), x)
