# expects: fail notebook-leftover
import numpy as np


def maximum_back0(grad_out, out, x, y):
    chosen = [[max(a, b) for a, b in zip(r, s)] for r, s in zip(x, y)]
    return unbroadcast(grad_out * (x == np.array(chosen)), x)
