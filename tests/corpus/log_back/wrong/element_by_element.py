# expects: fail upstream-dropped
import numpy as np


def log_back(grad_out, out, x):
    # d/dx log x = 1/x, so fill that in for every entry
    result = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        result[place] = 1.0 / x[place]
    print("log_back gives", result.shape, "upstream was", grad_out.shape)
    return result
