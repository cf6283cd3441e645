import numpy as np


def back(sign, which):
    def rule(grad_out, out, x, y):
        return unbroadcast(sign * grad_out, (x, y)[which])

    return rule


for which, sign in enumerate([1, -1]):
    BACK_FUNCS.add_back_func(np.subtract, which, back(sign, which))
