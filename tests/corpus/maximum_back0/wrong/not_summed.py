# expects: fail unbroadcast-misdirected
import numpy as np


def maximum_back0(grad_out, out, x, y):
    return grad_out * (x > y) + 0.5 * grad_out * (x == y)
