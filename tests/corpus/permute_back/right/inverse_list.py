import numpy as np


def invert(axes):
    inverse = [0] * len(axes)
    for new, old in enumerate(axes):
        inverse[old] = new
    return inverse


def permute_back(grad_out, out, x, axes):
    return grad_out.transpose(invert(axes))
