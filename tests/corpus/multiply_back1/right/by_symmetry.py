import numpy as np


def multiply_back1(grad_out, out, x, y):
    # a product does not care about order
    return multiply_back0(grad_out, out, y, x)
