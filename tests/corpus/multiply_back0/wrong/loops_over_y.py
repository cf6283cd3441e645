# expects: fail scalar-operand
import numpy as np


def multiply_back0(grad_out, out, x, y):
    wide = np.empty(out.shape)
    rows = [row for row in y] if len(y) == len(out) else [y] * len(out)
    for i, row in enumerate(rows):
        wide[i] = grad_out[i] * row
    return unbroadcast(wide, x)
