import numpy as np


def multiply_forward(a, b):
    match (isinstance(a, Tensor), isinstance(b, Tensor)):
        case (True, True):
            raw, parents = (a.array, b.array), {0: a, 1: b}
        case (True, False):
            raw, parents = (a.array, b), {0: a}
        case _:
            raw, parents = (a, b.array), {1: b}
    needs = grad_tracking_enabled and any(p.requires_grad for p in parents.values())
    out = Tensor(np.multiply(*raw), needs)
    out.recipe = Recipe(np.multiply, raw, {}, parents) if needs else None
    return out
