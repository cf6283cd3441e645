# expects: fail tracking-condition-missing
import numpy as np


def log_forward(x):
    out = Tensor(np.log(x.array), x.requires_grad)
    if grad_tracking_enabled and x.requires_grad:
        out.recipe = Recipe(np.log, (x.array,), {}, {0: x})
    return out
