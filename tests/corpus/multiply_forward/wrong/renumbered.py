# expects: fail parents-renumbered
import numpy as np


def multiply_forward(a, b):
    tensors = [t for t in (a, b) if isinstance(t, Tensor)]
    args = tuple(t.array if isinstance(t, Tensor) else t for t in (a, b))
    needs = grad_tracking_enabled and any(t.requires_grad for t in tensors)
    out = Tensor(args[0] * args[1], needs)
    if needs:
        out.recipe = Recipe(np.multiply, args, {}, {i: t for i, t in enumerate(tensors)})
    return out
