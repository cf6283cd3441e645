import numpy as np


def multiply_forward(a, b):
    raw, parents, wanted = [], {}, False
    for position, operand in enumerate((a, b)):
        if type(operand) is not Tensor and not hasattr(operand, "array"):
            raw.append(operand)
            continue
        raw.append(operand.array)
        parents[position] = operand
        wanted |= bool(operand.requires_grad)
    out = Tensor(np.multiply(raw[0], raw[1]))
    if wanted and grad_tracking_enabled:
        out.requires_grad = True
        out.recipe = Recipe(np.multiply, tuple(raw), {}, parents)
    return out
