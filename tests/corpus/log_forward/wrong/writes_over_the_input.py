# expects: fail in-place-on-shared-array
import numpy as np


def log_forward(x):
    requires_grad = grad_tracking_enabled and x.requires_grad
    before = x.array.copy()
    out = Tensor(np.log(x.array, out=x.array), requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.log, (before,), {}, {0: x})
    return out
