# expects: labelled ties-mishandled
import numpy as np


def maximum_back1(grad_out, out, x, y):
    takes = np.greater_equal(y, x)
    return unbroadcast(np.where(takes, grad_out, np.zeros(1)), y)
