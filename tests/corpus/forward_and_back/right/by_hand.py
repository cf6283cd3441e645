import numpy as np


def forward_and_back(a, b, c):
    """Everything cancels: dg/da = 1/a, dg/db = 1/b, dg/dc = 1/(c log c)."""
    ones = np.ones(np.broadcast(a, b, c).shape)
    slopes = [ones / a, ones / b, ones / (c * np.log(c))]
    return tuple(unbroadcast(s, v) for s, v in zip(slopes, (a, b, c)))
