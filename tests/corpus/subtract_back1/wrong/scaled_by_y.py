# expects: fail slope-of-another-function
import numpy as np


BACK_FUNCS.add_back_func(np.subtract, 1, lambda grad_out, out, x, y: unbroadcast(-grad_out * y, y))
