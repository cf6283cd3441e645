import numpy as np
import einops

LETTERS = "abcdefgh"


def unbroadcast(broadcasted, original):
    names = LETTERS[: broadcasted.ndim]
    tail = names[broadcasted.ndim - original.ndim:]
    kept = "".join(n for n, size in zip(tail, original.shape) if size > 1)
    total = np.einsum(f"{names}->{kept}", broadcasted)
    return total.reshape(original.shape)
