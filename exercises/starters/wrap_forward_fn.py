import numpy as np

# Tensor, Recipe and grad_tracking_enabled are given.


def wrap_forward_fn(numpy_func, is_differentiable=True):
    """Return a function of tensors that computes by ``numpy_func`` and remembers."""

    def tensor_func(*args, **kwargs):
        raise NotImplementedError("yours to write")

    return tensor_func
