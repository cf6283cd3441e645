import numpy as np


def unbroadcast(broadcasted, original):
    n_dims_to_sum = len(broadcasted.shape) - len(original.shape)
    broadcasted = broadcasted.sum(axis=tuple(range(n_dims_to_sum)))
    dims_to_sum = [
        i for i, (o, b) in enumerate(zip(original.shape, broadcasted.shape)) if o == 1 and b != 1
    ]
    return np.sum(broadcasted, axis=tuple(dims_to_sum), keepdims=True)
