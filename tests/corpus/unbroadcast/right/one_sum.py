import numpy as np


def unbroadcast(broadcasted: np.ndarray, original: np.ndarray) -> np.ndarray:
    extra = broadcasted.ndim - original.ndim
    padded = (1,) * extra + original.shape
    axes = tuple(i for i, (b, o) in enumerate(zip(broadcasted.shape, padded)) if b != o)
    return broadcasted.sum(axis=axes, keepdims=True).reshape(original.shape)
