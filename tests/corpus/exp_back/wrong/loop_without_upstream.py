# expects: fail upstream-dropped
import math
import numpy as np


def exp_back(grad_out, out, x):
    res = np.zeros_like(out)
    for i in np.ndindex(out.shape):
        res[i] = math.exp(x[i])
    return res
