import numpy as np


BACK_FUNCS.add_back_func(np.add, 1, lambda grad_out, *rest: unbroadcast(grad_out, rest[-1]))
