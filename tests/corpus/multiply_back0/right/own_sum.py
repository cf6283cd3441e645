import numpy as np


def fold(values, shape):
    values = np.asarray(values)
    while values.ndim > len(shape):
        values = values.sum(0)
    for i, n in enumerate(shape):
        if n == 1:
            values = values.sum(i, keepdims=True)
    return values


def multiply_back0(grad_out: np.ndarray, out: np.ndarray, x: np.ndarray, y) -> np.ndarray:
    return fold(np.multiply(y, grad_out), np.shape(x))
