# expects: fail unknown
import operator


def multiply_forward(a, b):
    x = a.array if isinstance(a, Tensor) else a
    y = b.array if isinstance(b, Tensor) else b
    parents = {i: v for i, v in enumerate((a, b)) if isinstance(v, Tensor)}
    needs = grad_tracking_enabled and any(v.requires_grad for v in parents.values())
    out = Tensor(operator.mul(x, y), needs)
    if needs:
        out.recipe = Recipe(operator.mul, (x, y), {}, parents)
    return out
