# expects: fail local-slope-dropped
def negative_back(grad_out, out, x):
    flipped = -grad_out
    return -flipped
