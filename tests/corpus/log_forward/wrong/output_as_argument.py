# expects: fail input-passed-as-output
import numpy as np


def log_forward(x):
    requires_grad = grad_tracking_enabled and x.requires_grad
    y = np.log(x.array)
    out = Tensor(y, requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.log, (y,), {}, {0: x})
    return out
