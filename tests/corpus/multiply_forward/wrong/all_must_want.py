# expects: fail all-instead-of-any
import numpy as np


def multiply_forward(a, b):
    tensors = {i: t for i, t in enumerate((a, b)) if isinstance(t, Tensor)}
    arrays = tuple(t.array if isinstance(t, Tensor) else t for t in (a, b))
    needs = grad_tracking_enabled and all(t.requires_grad for t in tensors.values())
    out = Tensor(np.multiply(*arrays), needs)
    if needs:
        out.recipe = Recipe(np.multiply, arrays, {}, tensors)
    return out
