# expects: fail permutation-applied-twice
import numpy as np


def permute_back(grad_out, out, x, axes):
    twice = [axes[a] for a in axes]
    return grad_out.transpose(twice)
