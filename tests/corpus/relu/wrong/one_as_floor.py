# expects: fail unknown
def relu(x):
    return maximum(x, 1.0) - 1.0
