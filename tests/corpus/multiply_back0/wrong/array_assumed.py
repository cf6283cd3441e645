# expects: fail scalar-operand
import numpy as np


def multiply_back0(grad_out, out, x, y):
    wide = y.reshape((1,) * (grad_out.ndim - y.ndim) + y.shape)
    return unbroadcast(grad_out * wide, x)
