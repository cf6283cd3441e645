# expects: fail unbroadcast-misdirected
import numpy as np


def _rule(grad_out, mine, other):
    return unbroadcast(grad_out * other, mine)


def multiply_back1(grad_out, out, x, y):
    if not isinstance(x, np.ndarray):
        x = np.array(x)
    return _rule(grad_out, x, x)
