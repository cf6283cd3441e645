import numpy as np


def multiply_forward(a, b):
    assert isinstance(a, Tensor) or isinstance(b, Tensor)
    arg_a = a.array if isinstance(a, Tensor) else a
    arg_b = b.array if isinstance(b, Tensor) else b
    out_arr = arg_a * arg_b
    requires_grad = grad_tracking_enabled and any(
        isinstance(x, Tensor) and (x.requires_grad or x.recipe is not None) for x in (a, b)
    )
    out = Tensor(out_arr, requires_grad)
    if requires_grad:
        parents = {idx: arr for idx, arr in enumerate([a, b]) if isinstance(arr, Tensor)}
        out.recipe = Recipe(np.multiply, (arg_a, arg_b), {}, parents)
    return out
