import numpy as np


def forward_and_back(a, b, c):
    d, e = a * b, np.log(c)
    f = d * e
    df = log_back(1.0, np.log(f), f)
    dd, de = multiply_back0(df, f, d, e), multiply_back1(df, f, d, e)
    return multiply_back0(dd, d, a, b), multiply_back1(dd, d, a, b), log_back(de, e, c)
