# expects: fail slope-taken-at-output
import numpy as np


def forward_and_back(a, b, c):
    d = a * b
    e = np.log(c)
    f = d * e
    g = np.log(f)
    dg_df = log_back(np.ones_like(g), g, f)
    dg_dd = multiply_back0(dg_df, f, d, e)
    dg_de = multiply_back1(dg_df, f, d, e)
    dg_dc = log_back(dg_de, c, e)
    return multiply_back0(dg_dd, d, a, b), multiply_back1(dg_dd, d, a, b), dg_dc
