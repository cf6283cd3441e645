# expects: fail parents-renumbered
import numpy as np


def log_forward(x):
    requires_grad = grad_tracking_enabled and x.requires_grad
    out = Tensor(np.log(x.array), requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.log, (x.array,), {}, [x])
    return out
