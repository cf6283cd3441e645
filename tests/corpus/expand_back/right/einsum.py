import numpy as np


def expand_back(grad_out, out, x, new_shape):
    letters = "abcdefgh"[: grad_out.ndim]
    own = letters[grad_out.ndim - x.ndim :]
    kept = "".join(c for c, n in zip(own, x.shape) if n != 1)
    return np.einsum(f"{letters}->{kept}", grad_out).reshape(x.shape)
