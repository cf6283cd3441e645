# expects: fail ndarray-assertion
import numpy as np


def log_forward(x):
    out_arr = np.log(x.array)
    if type(out_arr) is not np.ndarray:
        raise TypeError(f"expected an array, got {type(out_arr)}")
    requires_grad = grad_tracking_enabled and x.requires_grad
    out = Tensor(out_arr, requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.log, (x.array,), {}, {0: x})
    return out
