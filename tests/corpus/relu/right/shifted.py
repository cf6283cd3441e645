import numpy as np


def relu(x: "Tensor") -> "Tensor":
    """0 is a float so that the type stays."""
    return maximum(x, Tensor(np.zeros(x.shape)))
