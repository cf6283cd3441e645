# expects: hint scalar-operand
import numpy as np


BACK_FUNCS.add_back_func(
    np.add,
    1,
    lambda grad_out, out, x, y: grad_out if x.shape == y.shape else unbroadcast(grad_out, y),
)
