# expects: fail parents-renumbered
import numpy as np


def multiply_forward(a, b):
    parents, count = {}, 0
    for v in (a, b):
        if isinstance(v, Tensor):
            parents[count] = v
            count += 1
    x, y = (getattr(v, "array", v) for v in (a, b))
    needs = grad_tracking_enabled and any(p.requires_grad for p in parents.values())
    out = Tensor(x * y, needs)
    if needs:
        out.recipe = Recipe(np.multiply, (x, y), {}, parents)
    return out
