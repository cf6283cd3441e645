import numpy as np


def log_forward(x):
    needed = grad_tracking_enabled and x.requires_grad and [x]
    out = Tensor(np.log(x.array), needed)
    out.recipe = Recipe(np.log, (x.array,), {}, {0: x}) if needed else None
    return out
