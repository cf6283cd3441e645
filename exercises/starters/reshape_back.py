import numpy as np

Arr = np.ndarray


def reshape_back(grad_out: Arr, out: Arr, x: Arr, new_shape: tuple) -> Arr:
    """Return the gradient of x, given that of out = np.reshape(x, new_shape)."""
    raise NotImplementedError("yours to write")
