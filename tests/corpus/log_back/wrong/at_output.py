# expects: fail slope-taken-at-output
import numpy as np


def log_back(grad_out, out, x):
    def slope(at):
        return np.where(at == 0, 0.0, 1 / at)

    return grad_out * slope(out)
