# expects: fail unbroadcast-misdirected
import numpy as np


def forward_and_back(a, b, c):
    d = a * b
    e = np.log(c)
    f = d * e
    df = 1 / f
    dd = df * e
    de = (df * d).sum(axis=1, keepdims=True)
    return dd * b, (dd * a).sum(axis=0), de / c
