# expects: labelled ndarray-assertion
import numpy as np


def multiply_forward(a, b):
    x = a.array if isinstance(a, Tensor) else a
    y = b.array if isinstance(b, Tensor) else b
    out_arr = x * y
    assert type(out_arr) == np.ndarray
    parents = {i: v for i, v in enumerate((a, b)) if isinstance(v, Tensor)}
    needs = grad_tracking_enabled and any(v.requires_grad for v in parents.values())
    out = Tensor(out_arr, needs)
    if needs:
        out.recipe = Recipe(np.multiply, (x, y), {}, parents)
    return out
