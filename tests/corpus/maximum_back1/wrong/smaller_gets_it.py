# expects: fail smaller-operand-wins
import numpy as np


def maximum_back1(grad_out, out, x, y):
    grad = np.where(y < x, grad_out, 0.0) + np.where(y == x, grad_out / 2, 0.0)
    return unbroadcast(grad, y)
