# expects: fail local-slope-dropped
import numpy as np


def forward_and_back(a, b, c):
    d = a * b
    e = np.log(c)
    f = d * e
    g = np.log(f)
    df = log_back(np.ones_like(g), g, f)
    dd = multiply_back0(df, f, d, e)
    dc = multiply_back1(df, f, d, e)
    return multiply_back0(dd, d, a, b), multiply_back1(dd, d, a, b), dc
