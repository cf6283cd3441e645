# expects: fail slope-taken-at-output
import numpy as np


def exp_back(grad_out, out, x):
    slope = np.exp
    return grad_out * slope(out)
