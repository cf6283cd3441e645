import numpy as np


def matmul2d_back0(grad_out: np.ndarray, out: np.ndarray, x: np.ndarray, y: np.ndarray):
    return np.tensordot(grad_out, y, axes=([1], [1]))
