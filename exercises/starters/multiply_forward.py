import numpy as np

# Tensor, Recipe and grad_tracking_enabled are given.


def multiply_forward(a: "Tensor | int", b: "Tensor | int") -> "Tensor":
    """Return the product as a tensor, with a recipe if a gradient is wanted."""
    raise NotImplementedError("yours to write")
