import numpy as np


def reshape_back(grad_out, out, x, new_shape: tuple):
    back = np.empty_like(x, dtype=np.result_type(grad_out, np.float32))
    back.flat[:] = grad_out.flat
    return back
