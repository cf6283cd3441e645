import numpy as np


from typing import List


def invert_transposition(axes: tuple) -> tuple:
    """where did each axis come from"""
    reversed_transposition_map = {num: idx for (idx, num) in enumerate(axes)}
    return tuple(reversed_transposition_map[num] for num in range(len(axes)))


def permute_back(grad_out, out, x, axes):
    axes = tuple(a % x.ndim for a in axes)
    return np.transpose(grad_out, invert_transposition(axes))
