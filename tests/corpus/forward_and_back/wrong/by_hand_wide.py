# expects: fail unbroadcast-misdirected
import numpy as np


def forward_and_back(a, b, c):
    # g = log a + log b + log log c
    shape = np.broadcast_shapes(a.shape, b.shape, c.shape)
    wide = lambda v: np.broadcast_to(v, shape)
    return 1 / wide(a), 1 / wide(b), 1 / wide(c * np.log(c))
