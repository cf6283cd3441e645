import numpy as np


def log_forward(x):
    out = Tensor(np.log(x.array))
    requires_grad = grad_tracking_enabled and (x.requires_grad or x.recipe is not None)
    out.requires_grad = requires_grad
    if requires_grad:
        out.recipe = Recipe(np.log, (x.array,), {}, {0: x})
    return out
