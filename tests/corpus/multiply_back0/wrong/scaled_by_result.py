# expects: fail slope-taken-at-output
def multiply_back0(grad_out, out, x, y):
    return unbroadcast(grad_out * out, x)
