# expects: fail slope-taken-at-output
import numpy as np


class LogRule:
    """forward and backward side by side"""

    @staticmethod
    def forward(x):
        return np.log(x)

    @staticmethod
    def slope(v):
        return 1 / v

    @classmethod
    def backward(cls, grad_out, x):
        y = cls.forward(x)
        return grad_out * cls.slope(y)


def log_back(grad_out, out, x):
    return LogRule.backward(grad_out, x)
