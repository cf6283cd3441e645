# expects: fail last-operand-decides
import numpy as np


def multiply_forward(a, b):
    requires_grad = False
    arrays, parents = [], {}
    for i, operand in enumerate([a, b]):
        if isinstance(operand, Tensor):
            requires_grad = operand.requires_grad
            parents[i] = operand
            operand = operand.array
        arrays.append(operand)
    requires_grad = requires_grad and grad_tracking_enabled
    out = Tensor(np.multiply(*arrays), requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.multiply, tuple(arrays), {}, parents)
    return out
