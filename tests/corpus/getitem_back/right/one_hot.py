import numpy as np


def getitem_back(grad_out, out, x, index):
    homes = np.ravel(np.arange(x.size).reshape(x.shape)[coerce_index(index)])
    hot = np.eye(x.size)[homes]
    return (np.ravel(grad_out) @ hot).reshape(x.shape)
