# expects: fail local-slope-dropped
import numpy as np


def exp_back(grad_out, out, x):
    """exp is its own derivative, nothing changes."""
    return np.array(grad_out, copy=True)
