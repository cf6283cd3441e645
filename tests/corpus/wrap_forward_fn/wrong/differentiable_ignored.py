# expects: fail tracking-condition-missing
import numpy as np


def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        arrays = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        wants = [a for a in args if isinstance(a, Tensor) and a.requires_grad]
        out = Tensor(numpy_func(*arrays, **kwargs), grad_tracking_enabled and len(wants) > 0)
        if out.requires_grad:
            parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
            out.recipe = Recipe(numpy_func, arrays, kwargs, parents)
        return out

    return tensor_func
