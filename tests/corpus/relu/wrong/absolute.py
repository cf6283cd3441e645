# expects: fail slope-of-another-function
def relu(x):
    return maximum(x, -x)
