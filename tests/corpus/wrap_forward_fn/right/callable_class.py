import functools
import numpy as np


class Wrapped:
    def __init__(self, func, differentiable):
        self.func = func
        self.differentiable = differentiable
        functools.update_wrapper(self, func, assigned=("__name__",))

    def __call__(self, *args, **kwargs):
        raw = [getattr(arg, "array", arg) if isinstance(arg, Tensor) else arg for arg in args]
        out = Tensor(self.func(*raw, **kwargs))
        parents = {}
        for position, arg in enumerate(args):
            if isinstance(arg, Tensor) and arg.requires_grad:
                parents[position] = arg
        if grad_tracking_enabled and self.differentiable and len(parents) > 0:
            out.requires_grad = True
            out.recipe = Recipe(self.func, tuple(raw), dict(kwargs), parents)
        return out


def wrap_forward_fn(numpy_func, is_differentiable=True):
    return Wrapped(numpy_func, is_differentiable)
