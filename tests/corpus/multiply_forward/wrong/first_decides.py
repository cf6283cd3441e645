# expects: fail last-operand-decides
import numpy as np


def multiply_forward(a, b):
    x = a.array if isinstance(a, Tensor) else a
    y = b.array if isinstance(b, Tensor) else b
    leader = a if isinstance(a, Tensor) else b
    out = Tensor(x * y, leader.requires_grad and grad_tracking_enabled)
    if out.requires_grad:
        both = enumerate((a, b))
        out.recipe = Recipe(np.multiply, (x, y), {}, {i: t for i, t in both if isinstance(t, Tensor)})
    return out
