import numpy as np

negative_back = lambda grad_out, out, x: np.multiply(grad_out, -1)
