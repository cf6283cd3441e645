# expects: fail tensors-reach-numpy
import numpy as np


def multiply_forward(a, b):
    """np.multiply knows what to do."""
    product = np.multiply(a, b)
    needs = grad_tracking_enabled and (
        getattr(a, "requires_grad", False) or getattr(b, "requires_grad", False)
    )
    return Tensor(product, needs)
