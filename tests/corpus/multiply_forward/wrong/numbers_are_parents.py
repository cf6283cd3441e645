# expects: fail parents-renumbered
import numpy as np


def multiply_forward(a, b):
    x = a.array if isinstance(a, Tensor) else a
    y = b.array if isinstance(b, Tensor) else b
    needs = grad_tracking_enabled and (
        (isinstance(a, Tensor) and a.requires_grad) or (isinstance(b, Tensor) and b.requires_grad)
    )
    out = Tensor(x * y, needs)
    if needs:
        out.recipe = Recipe(np.multiply, (x, y), {}, {0: a, 1: b})
    return out
