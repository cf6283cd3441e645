# expects: fail operand-rebuilt-by-division
import numpy as np


def multiply_back0(grad_out, out, x, y):
    other = out / x
    return unbroadcast(grad_out * other, x)
