import numpy as np
from typing import Union


def raw(value):
    return getattr(value, "array", value)


def multiply_forward(a: "Tensor | int", b: "Tensor | int") -> "Tensor":
    args = tuple(map(raw, (a, b)))
    parents = {
        i: t for i, t in enumerate((a, b)) if isinstance(t, Tensor) and t.requires_grad
    }
    tracked = bool(parents) and grad_tracking_enabled
    result = Tensor(np.multiply(*args), requires_grad=tracked)
    result.recipe = Recipe(np.multiply, args, {}, parents) if tracked else None
    return result
