# expects: fail tensors-in-recipe-args
import numpy as np


def log_forward(x):
    out = Tensor(np.log(x.array), grad_tracking_enabled and x.requires_grad)
    if out.requires_grad:
        out.recipe = Recipe(np.log, (x,), {}, {0: x.array})
    return out
