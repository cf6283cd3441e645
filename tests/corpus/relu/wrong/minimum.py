# expects: fail wrong-argument-slot
def relu(x):
    return -maximum(-x, 0.0)
