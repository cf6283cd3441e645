# expects: fail recipe-of-the-parent
import numpy as np


def log_forward(x):
    out = Tensor(np.log(x.array), grad_tracking_enabled and x.requires_grad)
    if out.requires_grad:
        x.recipe = Recipe(np.log, (x.array,), {}, {0: x})
        out.recipe = x.recipe
    return out
