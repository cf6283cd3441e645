# expects: fail slope-of-another-function
import numpy as np


class Exp:
    def __init__(self, x):
        self.saved = x

    def backward(self, grad):
        return np.multiply(grad, self.saved)


def exp_back(grad_out, out, x):
    return Exp(x).backward(grad_out)
