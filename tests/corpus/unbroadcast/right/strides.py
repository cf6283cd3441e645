import numpy as np


def unbroadcast(broadcasted: np.ndarray, original: np.ndarray) -> np.ndarray:
    # broadcast the index numbers instead, then count with bincount
    numbers = np.arange(original.size).reshape(original.shape)
    spread = np.broadcast_to(numbers, broadcasted.shape)
    sums = np.bincount(spread.ravel(), weights=np.ravel(broadcasted), minlength=original.size)
    return sums.reshape(original.shape)
