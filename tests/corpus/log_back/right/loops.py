import numpy as np


def log_back(grad_out, out, x):
    g = np.asarray(grad_out, dtype=float) + np.zeros(np.shape(x))
    xs = np.asarray(x, dtype=float)
    flat_g, flat_x = g.ravel(), xs.ravel()
    answer = []
    for i in range(flat_x.size):
        answer.append(flat_g[i] / flat_x[i])
    return np.array(answer).reshape(xs.shape)
