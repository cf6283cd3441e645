# expects: fail slope-of-another-function
def negative_back(grad_out, out, x):
    return -x * grad_out
