# expects: fail upstream-dropped
import numpy as np


def forward_and_back(a, b, c):
    d = a * b
    e = np.log(c)
    f = d * e
    g = np.log(f)
    one = np.ones_like
    dg_df = log_back(one(g), g, f)
    dg_dd = multiply_back0(dg_df, f, d, e)
    dg_de = multiply_back1(one(f), f, d, e)
    return (
        multiply_back0(dg_dd, d, a, b),
        multiply_back1(dg_dd, d, a, b),
        log_back(dg_de, e, c),
    )
