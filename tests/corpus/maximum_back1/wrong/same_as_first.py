# expects: fail smaller-operand-wins
import numpy as np


def maximum_back1(grad_out, out, x, y):
    return unbroadcast(grad_out * (x >= y), y)
