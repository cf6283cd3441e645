# expects: fail upstream-dropped
import numpy as np


def log_back(grad_out, out, x):
    return 1 / x
