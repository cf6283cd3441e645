# expects: fail wrong-argument-slot
import numpy as np


def forward_and_back(a, b, c):
    d = a * b; e = np.log(c); f = d * e; g = np.log(f)
    up = np.ones(g.shape)
    df = log_back(up, g, f)
    de = multiply_back0(df, f, e, d)
    dd = multiply_back1(df, f, d, e)
    da = multiply_back0(dd, d, a, b)
    db = multiply_back1(dd, d, a, b)
    dc = log_back(de, e, c)
    return da, db, dc
