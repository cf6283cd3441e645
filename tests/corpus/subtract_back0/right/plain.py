import numpy as np

BACK_FUNCS.add_back_func(np.subtract, 0, lambda g, out, x, y: unbroadcast(g, x))
