# expects: fail unknown
import numpy as np


def multiply_forward(a, b):
    x = a.array if isinstance(a, Tensor) else a or 1
    y = b.array if isinstance(b, Tensor) else b or 1
    parents = {i: v for i, v in enumerate((a, b)) if isinstance(v, Tensor)}
    needs = grad_tracking_enabled and any(v.requires_grad for v in parents.values())
    out = Tensor(x * y, needs)
    if needs:
        out.recipe = Recipe(np.multiply, (x, y), {}, parents)
    return out
