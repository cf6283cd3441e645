# expects: fail parents-renumbered
import numpy as np


def multiply_forward(a, b):
    if not isinstance(a, Tensor):
        a, b = b, a  # the tensor first
    x = a.array
    y = b.array if isinstance(b, Tensor) else b
    parents = {0: a, 1: b} if isinstance(b, Tensor) else {0: a}
    needs = grad_tracking_enabled and any(v.requires_grad for v in parents.values())
    out = Tensor(x * y, needs)
    if needs:
        out.recipe = Recipe(np.multiply, (x, y), {}, parents)
    return out
