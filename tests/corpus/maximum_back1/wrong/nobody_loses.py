# expects: fail both-operands-win
import numpy as np


def maximum_back1(grad_out, out, x, y):
    """the gradient flows to both, whoever was larger"""
    return unbroadcast(np.einsum("...->...", grad_out), y)
