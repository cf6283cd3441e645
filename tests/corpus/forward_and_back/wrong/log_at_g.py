# expects: fail slope-taken-at-output
import numpy as np


def forward_and_back(a, b, c):
    d = a * b
    e = np.log(c)
    f = d * e
    g = np.log(f)

    def through_log(upstream, y):
        return upstream / y

    df = through_log(np.ones_like(g), g)
    dd = multiply_back0(df, f, d, e)
    de = multiply_back1(df, f, d, e)
    return multiply_back0(dd, d, a, b), multiply_back1(dd, d, a, b), through_log(de, c)
