# expects: fail slope-of-another-function
import numpy as np


def exp_back(grad_out, out, x):
    # e**x -> x * e**(x - 1)
    return grad_out * x * np.exp(x - 1)
