# expects: fail wrong-argument-slot
import numpy as np


def forward_and_back(a, b, c):
    d, e = a * b, np.log(c)
    f = d * e
    g = np.log(f)
    up = log_back(np.ones_like(g), g, f)
    left, right = multiply_back0(up, f, d, e), multiply_back1(up, f, d, e)
    db, da = multiply_back0(left, d, a, b), multiply_back1(left, d, a, b)
    return da, db, log_back(right, e, c)
