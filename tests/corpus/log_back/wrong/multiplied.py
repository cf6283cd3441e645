# expects: fail slope-inverted
import numpy as np
Arr = np.ndarray


def log_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    grad_x = grad_out.copy()
    grad_x *= x
    return grad_x
