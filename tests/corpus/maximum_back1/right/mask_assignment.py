import numpy as np


def maximum_back1(grad_out, out, x, y):
    g = np.array(grad_out, dtype=float)
    g[np.broadcast_to(x > y, g.shape)] = 0
    g[np.broadcast_to(x == y, g.shape)] *= 0.5
    return unbroadcast(g, y)
