# expects: fail unknown
def relu(x):
    low = maximum(x, 0.0)
    return -maximum(-low, -6.0)
