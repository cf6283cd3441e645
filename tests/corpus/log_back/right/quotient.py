import numpy as np
Arr = np.ndarray


def log_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    """The slope of log at x is 1/x."""
    return grad_out / x
