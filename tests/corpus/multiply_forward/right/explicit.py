import numpy as np


def multiply_forward(a, b):
    a_arr = a.array if isinstance(a, Tensor) else a
    b_arr = b.array if isinstance(b, Tensor) else b
    a_needs = isinstance(a, Tensor) and a.requires_grad
    b_needs = isinstance(b, Tensor) and b.requires_grad
    needs = grad_tracking_enabled and (a_needs or b_needs)
    out = Tensor(a_arr * b_arr, needs)
    if needs:
        parents = {}
        if isinstance(a, Tensor):
            parents[0] = a
        if isinstance(b, Tensor):
            parents[1] = b
        out.recipe = Recipe(np.multiply, (a_arr, b_arr), {}, parents)
    return out
