# expects: fail local-slope-dropped
def exp_back(grad_out, out, x):
    return grad_out
