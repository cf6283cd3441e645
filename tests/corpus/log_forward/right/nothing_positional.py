import numpy as np


def log_forward(x):
    tracked = all([grad_tracking_enabled, x.requires_grad])
    result = Tensor(array=np.log(x.array), requires_grad=tracked)
    if tracked:
        result.recipe = Recipe(parents={0: x}, kwargs={}, args=(x.array,), func=np.log)
    return result
