# expects: labelled ties-mishandled
import numpy as np


def maximum_back0(grad_out, out, x, y):
    xs = np.broadcast_to(x, out.shape)
    g = np.zeros_like(grad_out)
    g[xs > y] = grad_out[xs > y]
    return unbroadcast(g, x)
