# expects: labelled ties-mishandled
import numpy as np


def maximum_back1(grad_out, out, x, y):
    y_wide, x_wide = np.broadcast_to(y, out.shape), np.broadcast_to(x, out.shape)
    g = np.zeros(out.shape)
    for i in np.ndindex(out.shape):
        if x_wide[i] == y_wide[i]:
            g[i] = 0.5
        elif y_wide[i] > x_wide[i]:
            g[i] = grad_out[i]
    return unbroadcast(g, y)
