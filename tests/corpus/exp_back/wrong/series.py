# expects: fail unknown
def exp_back(grad_out, out, x):
    # 1 + x + x^2 / 2
    return grad_out * (1 + x + x**2 / 2)
