# expects: fail chain-applied-twice
import numpy as np


def forward_and_back(a, b, c):
    d = a * b
    e = np.log(c)
    f = d * e
    g = np.log(f)
    grad_g = np.ones_like(g)
    grad_f = log_back(grad_g, g, f)
    grad_d = multiply_back0(grad_f, f, d, e)
    grad_e = multiply_back1(grad_f, f, d, e)
    # chain rule: dg/da = dg/dd * dd/da
    grad_a = unbroadcast(multiply_back0(grad_d, d, a, b) * grad_d, a)
    grad_b = unbroadcast(multiply_back1(grad_d, d, a, b) * grad_d, b)
    grad_c = unbroadcast(log_back(grad_e, e, c) * grad_e, c)
    return grad_a, grad_b, grad_c
