import numpy as np

Arr = np.ndarray


def negative_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    """Return the gradient of x, given that of out = -x."""
    raise NotImplementedError("yours to write")
