# expects: fail tensors-reach-numpy
import numpy as np


def log_forward(x):
    requires_grad = grad_tracking_enabled and x.requires_grad
    out = Tensor(np.log(x), requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.log, (x.array,), {}, {0: x})
    return out
