# expects: fail parent-visited-once
import numpy as np


def multiply_forward(a, b):
    x = a.array if isinstance(a, Tensor) else a
    y = b.array if isinstance(b, Tensor) else b
    slots = {v: i for i, v in enumerate((a, b)) if isinstance(v, Tensor)}
    parents = {i: v for v, i in slots.items()}
    needs = grad_tracking_enabled and any(v.requires_grad for v in slots)
    out = Tensor(x * y, needs)
    if needs:
        out.recipe = Recipe(np.multiply, (x, y), {}, parents)
    return out
