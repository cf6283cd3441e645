# expects: labelled ties-mishandled
import numpy as np


def maximum_back0(grad_out, out, x, y):
    # whoever equals the output was chosen
    return unbroadcast(np.multiply(grad_out, out == x), x)
