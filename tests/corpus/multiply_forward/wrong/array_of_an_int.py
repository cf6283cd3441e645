# expects: hint scalar-operand
import numpy as np


def multiply_forward(a: "Tensor", b: "Tensor") -> "Tensor":
    requires_grad = grad_tracking_enabled and (a.requires_grad or b.requires_grad)
    out = Tensor(a.array * b.array, requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.multiply, (a.array, b.array), {}, {0: a, 1: b})
    return out
