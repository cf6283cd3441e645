# expects: fail unknown
import numpy as np


# both inputs share the gradient
BACK_FUNCS.add_back_func(np.add, 1, lambda grad_out, out, x, y: unbroadcast(grad_out / 2, y))
