# expects: fail unbroadcast-misdirected
import numpy as np


def forward_and_back(a, b, c):
    e = np.log(c)
    f = a * b * e
    df = np.ones_like(f) / f
    da = df * b * e
    db = df * a * e
    dc = (df * a * b).reshape(f.shape) / c
    return unbroadcast(da, a), unbroadcast(db, a), unbroadcast(dc, c)
