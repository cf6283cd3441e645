import numpy as np


def clipped(x):
    return np.maximum(x, 0.0)


def relu(x):
    def back(grad_out, out, x):
        return np.where(x > 0, grad_out, 0.0)

    BACK_FUNCS.add_back_func(clipped, 0, back)
    return wrap_forward_fn(clipped)(x)
