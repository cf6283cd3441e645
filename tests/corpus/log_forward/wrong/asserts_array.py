# expects: fail ndarray-assertion
import numpy as np


def log_forward(x):
    value = np.log(x.array)
    assert isinstance(value, np.ndarray)
    needs = grad_tracking_enabled and x.requires_grad
    out = Tensor(value, needs)
    if needs:
        out.recipe = Recipe(np.log, (x.array,), {}, {0: x})
    return out
