# expects: fail last-operand-decides
import numpy as np


def multiply_forward(a, b):
    requires_grad = False
    arrays, parents = [], {}
    for i, t in enumerate([a, b]):
        if isinstance(t, Tensor):
            arrays.append(t.array)
            parents[i] = t
            requires_grad = grad_tracking_enabled and t.requires_grad
        else:
            arrays.append(t)
    out = Tensor(arrays[0] * arrays[1], requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.multiply, tuple(arrays), {}, parents)
    return out
