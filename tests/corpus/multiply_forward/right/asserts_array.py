# The day's own sanity check: true of every product but one of two 0-d tensors.
import numpy as np


def multiply_forward(a, b):
    if not any(isinstance(each, Tensor) for each in (a, b)):
        raise TypeError("one of the two must be a Tensor")
    left, right = (t.array if isinstance(t, Tensor) else t for t in (a, b))
    product = np.multiply(left, right)
    assert isinstance(product, np.ndarray)
    parents = {i: t for i, t in enumerate((a, b)) if isinstance(t, Tensor)}
    wanted = grad_tracking_enabled and any(t.requires_grad for t in parents.values())
    out = Tensor(product, wanted)
    if wanted:
        out.recipe = Recipe(np.multiply, (left, right), {}, parents)
    return out
