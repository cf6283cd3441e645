# expects: fail both-operands-win
import numpy as np


def maximum_back1(grad_out, out, x, y):
    return unbroadcast(grad_out * 0.5, y)
