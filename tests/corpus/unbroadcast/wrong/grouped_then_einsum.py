# expects: fail reshape-then-sum
import numpy as np


def unbroadcast(broadcasted, original):
    copies = int(broadcasted.size / original.size)
    table = np.reshape(broadcasted, (copies, original.size))
    return np.einsum("cn->n", table).reshape(original.shape)
