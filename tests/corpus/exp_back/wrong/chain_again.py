# expects: fail chain-applied-twice
def exp_back(grad_out, out, x):
    g = grad_out * out
    return g * grad_out
