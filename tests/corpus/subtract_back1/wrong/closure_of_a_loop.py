# expects: fail second-operand-sign
import numpy as np


for i, sign in enumerate((-1, 1)):
    BACK_FUNCS.add_back_func(
        np.subtract, i, lambda grad_out, out, x, y: unbroadcast(sign * grad_out, (x, y)[i])
    )
