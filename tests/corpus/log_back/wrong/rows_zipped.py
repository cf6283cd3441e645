# expects: fail scalar-operand
import numpy as np


def log_back(grad_out, out, x):
    return np.array([g / v for g, v in zip(grad_out, x)])
