import numpy as np


def _record(func, *values):
    tensors = {i: v for i, v in enumerate(values) if type(v) is Tensor}
    arrays = tuple(tensors[i].array if i in tensors else v for i, v in enumerate(values))
    flags = [grad_tracking_enabled and p.requires_grad for p in tensors.values()]
    result = Tensor(func(*arrays), True in flags)
    if result.requires_grad:
        result.recipe = Recipe(func=func, args=arrays, kwargs={}, parents=tensors)
    return result


def multiply_forward(a, b):
    return _record(np.multiply, a, b)
