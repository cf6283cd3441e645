import numpy as np

# Tensor, Recipe and grad_tracking_enabled are given.


def log_forward(x: "Tensor") -> "Tensor":
    """Return the logarithm as a tensor, with a recipe if a gradient is wanted."""
    raise NotImplementedError("yours to write")
