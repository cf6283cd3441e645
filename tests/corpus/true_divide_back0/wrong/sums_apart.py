# expects: fail unbroadcast-before-product
import numpy as np


BACK_FUNCS.add_back_func(
    np.true_divide,
    0,
    lambda grad_out, out, x, y: unbroadcast(grad_out, x)
    / unbroadcast(np.broadcast_to(y, out.shape), x),
)
