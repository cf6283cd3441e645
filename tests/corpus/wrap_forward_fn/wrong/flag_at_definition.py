# expects: fail tracking-condition-missing
import numpy as np


def wrap_forward_fn(numpy_func, is_differentiable=True):
    tracking = grad_tracking_enabled and is_differentiable

    def tensor_func(*args, **kwargs):
        arrays = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
        needs = tracking and any(p.requires_grad for p in parents.values())
        out = Tensor(numpy_func(*arrays, **kwargs), needs)
        if needs:
            out.recipe = Recipe(numpy_func, arrays, kwargs, parents)
        return out

    return tensor_func
