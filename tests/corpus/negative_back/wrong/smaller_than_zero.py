# expects: fail slope-of-another-function
import numpy as np


def negative_back(grad_out, out, x):
    # -x only turns the positive ones around
    return np.where(x > 0, -grad_out, grad_out)
