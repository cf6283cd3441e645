# expects: fail all-instead-of-any
import numpy as np


def multiply_forward(a, b):
    tensors = {}
    args = []
    for i, v in enumerate((a, b)):
        if isinstance(v, Tensor):
            tensors[i] = v
            args.append(v.array)
        else:
            args.append(v)
    requires_grad = grad_tracking_enabled and all(t.requires_grad for t in tensors.values())
    out = Tensor(args[0] * args[1], requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.multiply, tuple(args), {}, tensors)
    return out
