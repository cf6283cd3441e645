# expects: fail slope-inverted
def exp_back(grad_out, out, x):
    return grad_out / out
