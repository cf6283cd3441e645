# expects: fail unknown
import numpy as np


def log_back(grad_out, out, x):
    return grad_out / (x * np.log(2))
