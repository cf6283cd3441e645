# expects: fail unbroadcast-before-product
import numpy as np

BACK_FUNCS.add_back_func(
    np.true_divide,
    0,
    lambda grad_out, out, x, y: unbroadcast(np.asarray(unbroadcast(grad_out, x) / y), x),
)
