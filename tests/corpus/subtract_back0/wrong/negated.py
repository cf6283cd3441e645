# expects: fail first-operand-sign
import numpy as np

BACK_FUNCS.add_back_func(np.subtract, 0, lambda grad_out, out, x, y: unbroadcast(-grad_out, x))
