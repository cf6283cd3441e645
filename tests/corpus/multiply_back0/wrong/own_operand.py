# expects: fail own-operand
import numpy as np


def multiply_back0(grad_out, out, x, y):
    return unbroadcast(grad_out * x, x)
