# expects: fail slope-taken-at-output
import numpy as np


def exp_back(grad_out, out, x):
    return grad_out * np.exp(out)
