# expects: labelled ties-mishandled
import numpy as np


def maximum_back0(grad_out, out, x, y):
    grad = np.where(x > y, grad_out, 0.0)
    grad = np.where(x == y, 0.5, grad)
    return unbroadcast(grad, x)
