import numpy as np

Arr = np.ndarray


def expand_back(grad_out: Arr, out: Arr, x: Arr, new_shape) -> Arr:
    """Return the gradient of x, given that of x copied into ``new_shape``."""
    raise NotImplementedError("yours to write")
