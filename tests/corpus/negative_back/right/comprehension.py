import numpy as np


def negative_back(grad_out, out, x):
    return np.array([-g for g in np.ravel(grad_out)]).reshape(np.shape(grad_out))
