import numpy as np


def maximum_back0(grad_out, out, x, y):
    """sign is -1, 0 or 1, so this is 0, a half or 1"""
    winner = (np.sign(x - y) + 1) / 2
    return unbroadcast(winner * grad_out, x)
