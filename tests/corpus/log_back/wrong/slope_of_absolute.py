# expects: fail local-slope-dropped
import numpy as np


def log_back(grad_out, out, x):
    """ log keeps the order of numbers, so its derivative only has a sign """
    return grad_out * np.sign(x)
