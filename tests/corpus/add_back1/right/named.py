import numpy as np


def add_back1(grad_out, out, x, y):
    return unbroadcast(np.array(grad_out), y)


BACK_FUNCS.add_back_func(np.add, 1, add_back1)
