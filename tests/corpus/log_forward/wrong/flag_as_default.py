# expects: fail notebook-leftover
import numpy as np


def log_forward(x, tracking=grad_tracking_enabled):
    requires_grad = tracking and x.requires_grad
    out = Tensor(np.log(x.array), requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.log, (x.array,), {}, {0: x})
    return out
