import numpy as np


def unbroadcast(broadcasted, original):
    if broadcasted.shape == original.shape:
        return broadcasted
    if broadcasted.ndim > original.ndim:
        return unbroadcast(np.add.reduce(broadcasted, axis=0), original)
    for ax, (have, want) in enumerate(zip(broadcasted.shape, original.shape)):
        if have != want:
            return unbroadcast(np.add.reduce(broadcasted, axis=ax, keepdims=True), original)
