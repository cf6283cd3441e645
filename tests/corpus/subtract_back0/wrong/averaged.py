# expects: fail mean-not-sum
import numpy as np


def subtract_back0(grad_out, out, x, y):
    copies = out.size / np.size(x)
    return unbroadcast(grad_out, x) / copies


BACK_FUNCS.add_back_func(np.subtract, 0, subtract_back0)
