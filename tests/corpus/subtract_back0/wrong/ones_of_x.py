# expects: fail upstream-dropped
import numpy as np


class Minus:
    @staticmethod
    def left(grad_out, out, x, y):
        return np.ones_like(x, dtype=float)


BACK_FUNCS.add_back_func(np.subtract, 0, Minus.left)
