# expects: fail tracking-condition-missing
import numpy as np


def log_forward(x: "Tensor") -> "Tensor":
    requires_grad = grad_tracking_enabled or x.requires_grad
    out = Tensor(np.log(x.array), requires_grad=requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.log, (x.array,), {}, {0: x})
    return out
