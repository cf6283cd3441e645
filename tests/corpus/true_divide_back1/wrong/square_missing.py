# expects: fail second-operand-sign
import numpy as np


class Divide:
    """u/v -> (u'v - uv') / v^2"""

    def back1(self, grad_out, out, x, y):
        return unbroadcast(grad_out * (0 * y - x * 1) / y, y)


BACK_FUNCS.add_back_func(np.true_divide, 1, Divide().back1)
