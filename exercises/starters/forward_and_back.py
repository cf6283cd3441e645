import numpy as np

Arr = np.ndarray


def forward_and_back(a: Arr, b: Arr, c: Arr) -> tuple[Arr, Arr, Arr]:
    """Return the gradients of a, b and c for a gradient of ones at g."""
    d = a * b
    e = np.log(c)
    f = d * e
    g = np.log(f)
    raise NotImplementedError("yours to write")
