# expects: fail original-values-used
import numpy as np


def unbroadcast(broadcasted, original):
    spread = np.broadcast_to(original, broadcasted.shape)
    product = spread * broadcasted
    extra = product.ndim - original.ndim
    axes = tuple(range(extra)) + tuple(
        extra + i for i, n in enumerate(original.shape) if n == 1
    )
    return product.sum(axis=axes, keepdims=True).reshape(original.shape)
