import numpy as np
Arr = np.ndarray


def multiply_back1(grad_out: Arr, out: Arr, x, y: Arr) -> Arr:
    if not isinstance(x, Arr):
        x = np.array(x)
    product = x * grad_out
    return unbroadcast(product, y)
