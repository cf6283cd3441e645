import functools
import numpy as np


def wrap_forward_fn(numpy_func, is_differentiable=True):
    @functools.wraps(numpy_func, assigned=(), updated=())
    def tensor_func(*args, **kwargs):
        global grad_tracking_enabled
        arrays = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        out = Tensor(numpy_func(*arrays, **kwargs))
        parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
        wants = [p for p in parents.values() if p.requires_grad]
        out.requires_grad = bool(wants) and is_differentiable and grad_tracking_enabled
        out.recipe = (
            Recipe(numpy_func, arrays, {**kwargs}, parents) if out.requires_grad else None
        )
        return out

    return tensor_func
