# expects: fail tracking-condition-missing
import numpy as np


def multiply_forward(a, b):
    x = a.array if isinstance(a, Tensor) else a
    y = b.array if isinstance(b, Tensor) else b
    parents = {i: v for i, v in enumerate((a, b)) if isinstance(v, Tensor)}
    out = Tensor(x * y, any(v.requires_grad for v in parents.values()))
    if out.requires_grad:
        out.recipe = Recipe(np.multiply, (x, y), {}, parents)
    return out
