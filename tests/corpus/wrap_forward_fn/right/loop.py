import numpy as np


def wrap_forward_fn(numpy_func, is_differentiable=True):
    def tensor_func(*args, **kwargs):
        raw, parents, wanted = [], {}, False
        for position, arg in enumerate(args):
            if isinstance(arg, Tensor):
                raw.append(arg.array)
                parents[position] = arg
                wanted = wanted or arg.requires_grad
            else:
                raw.append(arg)
        out = Tensor(numpy_func(*raw, **kwargs))
        if wanted and is_differentiable and grad_tracking_enabled:
            out.requires_grad = True
            out.recipe = Recipe(numpy_func, tuple(raw), kwargs, parents)
        return out

    tensor_func.__name__ = getattr(numpy_func, "__name__", "tensor_func")
    return tensor_func
