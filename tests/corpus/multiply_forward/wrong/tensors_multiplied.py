# expects: fail tensors-reach-numpy
import numpy as np


def multiply_forward(a, b):
    needs = grad_tracking_enabled and any(
        t.requires_grad for t in (a, b) if isinstance(t, Tensor)
    )
    out = Tensor(np.multiply(a, b), needs)
    if needs:
        out.recipe = Recipe(np.multiply, (a, b), {}, {0: a, 1: b})
    return out
