# expects: fail in-place-on-shared-array
def negative_back(grad_out, out, x):
    grad_out *= -1
    return grad_out
