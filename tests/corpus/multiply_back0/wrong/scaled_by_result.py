# expects: fail unknown
def multiply_back0(grad_out, out, x, y):
    return unbroadcast(grad_out * out, x)
