import numpy as np

Arr = np.ndarray


def exp_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    """Return the gradient of x, given that of out = np.exp(x)."""
    raise NotImplementedError("yours to write")
