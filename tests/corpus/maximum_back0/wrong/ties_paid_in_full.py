# expects: labelled ties-mishandled
import numpy as np


def maximum_back0(grad_out, out, x, y):
    return unbroadcast(np.where(x >= y, grad_out, 0.0), x)
