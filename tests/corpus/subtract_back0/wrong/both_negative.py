# expects: fail first-operand-sign
import numpy as np


for position in (0, 1):
    BACK_FUNCS.add_back_func(
        np.subtract, position, lambda grad_out, out, x, y: unbroadcast(-grad_out, x)
    )
