import numpy as np


def log_forward(x: "Tensor") -> "Tensor":
    out = Tensor(np.log(x.array))
    if not grad_tracking_enabled or not x.requires_grad:
        return out
    out.requires_grad = True
    out.recipe = Recipe(np.log, tuple([x.array.copy()]), dict(), dict(enumerate([x])))
    return out
