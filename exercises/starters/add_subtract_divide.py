import numpy as np

# unbroadcast is yours from before, BACK_FUNCS is given, and so is the first rule.
BACK_FUNCS.add_back_func(np.add, 0, lambda grad_out, out, x, y: unbroadcast(grad_out, x))

# Yours to write: np.add 1, np.subtract 0 and 1, np.true_divide 0 and 1.
