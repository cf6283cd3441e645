# expects: fail arguments-not-unpacked
import numpy as np


def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        arrays = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        out = Tensor(numpy_func(arrays, **kwargs))
        parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
        if grad_tracking_enabled and any(p.requires_grad for p in parents.values()):
            out.requires_grad = True
            out.recipe = Recipe(numpy_func, arrays, kwargs, parents)
        return out

    return tensor_func
