# expects: fail chain-applied-twice
import numpy as np


def forward_and_back(a, b, c):
    d = a * b
    e = np.log(c)
    f = d * e
    g = np.log(f)
    start = np.ones_like(g)
    df = log_back(start, g, f)
    dd = multiply_back0(df, f, d, e) * df
    de = multiply_back1(df, f, d, e) * df
    return (
        multiply_back0(unbroadcast(dd, d), d, a, b),
        multiply_back1(unbroadcast(dd, d), d, a, b),
        log_back(unbroadcast(de, e), e, c),
    )
