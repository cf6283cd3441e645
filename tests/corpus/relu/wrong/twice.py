# expects: fail unknown
def relu(x):
    return maximum(x, 0.0) + maximum(x, 0.0)
