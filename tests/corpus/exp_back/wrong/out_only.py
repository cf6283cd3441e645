# expects: fail upstream-dropped
def exp_back(grad_out, out, x):
    return out
