# expects: fail both-operands-win
import numpy as np


def maximum_back1(grad_out, out, x, y):
    share = np.full(out.shape, 0.5)
    return unbroadcast(share * grad_out, y)
