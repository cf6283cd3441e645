import numpy as np

Arr = np.ndarray


def coerce_index(index):
    """Return an index that NumPy understands: tensors in a tuple become arrays."""
    raise NotImplementedError("yours to write")


def getitem_back(grad_out: Arr, out: Arr, x: Arr, index) -> Arr:
    """Return the gradient of x, given that of out = x[coerce_index(index)]."""
    raise NotImplementedError("yours to write")
