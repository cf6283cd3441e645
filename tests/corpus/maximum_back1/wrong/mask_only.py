# expects: fail upstream-dropped
import numpy as np


def maximum_back1(grad_out, out, x, y):
    return unbroadcast((y > x).astype(float), y)
