# expects: fail tracking-condition-missing
import numpy as np


def multiply_forward(a, b):
    raw = tuple(v.array if isinstance(v, Tensor) else v for v in (a, b))
    parents = {i: v for i, v in enumerate((a, b)) if isinstance(v, Tensor)}
    wants = any(v.requires_grad for v in parents.values())
    out = Tensor(np.multiply(*raw), wants)
    if wants and grad_tracking_enabled:
        out.recipe = Recipe(np.multiply, raw, {}, parents)
    return out
