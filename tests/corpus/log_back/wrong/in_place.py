# expects: fail in-place-on-shared-array
import numpy as np


def log_back(grad_out, out, x):
    grad_out /= x
    return grad_out
