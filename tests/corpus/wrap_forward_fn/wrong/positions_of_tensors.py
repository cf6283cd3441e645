# expects: fail parents-renumbered
import numpy as np


def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        tensors = [a for a in args if isinstance(a, Tensor)]
        arrays = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        needs = bool(
            grad_tracking_enabled and is_differentiable and any(t.requires_grad for t in tensors)
        )
        out = Tensor(numpy_func(*arrays, **kwargs), needs)
        if needs:
            out.recipe = Recipe(numpy_func, arrays, kwargs, dict(enumerate(tensors)))
        return out

    return tensor_func
