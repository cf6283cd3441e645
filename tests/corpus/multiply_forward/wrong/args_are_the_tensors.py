# expects: fail tensors-in-recipe-args
import numpy as np


def multiply_forward(a, b):
    raw = [v.array if isinstance(v, Tensor) else v for v in (a, b)]
    parents = {i: v for i, v in enumerate((a, b)) if isinstance(v, Tensor)}
    needs = grad_tracking_enabled and any(v.requires_grad for v in parents.values())
    out = Tensor(raw[0] * raw[1], needs)
    if needs:
        out.recipe = Recipe(np.multiply, (a, b), {}, parents)
    return out
