# expects: fail both-operands-win
import numpy as np


def maximum_back0(grad_out, out, x, y):
    return unbroadcast(np.array(grad_out), x)
