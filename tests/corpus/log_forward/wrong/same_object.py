# expects: fail unknown
import numpy as np


def log_forward(x):
    if not (grad_tracking_enabled and x.requires_grad):
        x.array = np.log(x.array)
        return x
    out = Tensor(np.log(x.array), True)
    out.recipe = Recipe(np.log, (x.array,), {}, {0: x})
    return out
