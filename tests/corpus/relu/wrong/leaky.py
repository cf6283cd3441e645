# expects: fail unknown
def relu(x):
    return maximum(x, x * 0.01)
