import numpy as np


def maximum_back0(grad_out, out, x, y):
    xs, ys = np.broadcast_to(x, out.shape), np.broadcast_to(y, out.shape)
    won = np.zeros(out.shape)
    for i in np.ndindex(out.shape):
        if xs[i] > ys[i]:
            won[i] = grad_out[i]
        elif xs[i] == ys[i]:
            won[i] = grad_out[i] / 2
    return unbroadcast(won, x)
