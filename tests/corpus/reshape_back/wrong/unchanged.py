# expects: fail permutation-not-inverted
def reshape_back(grad_out, out, x, new_shape):
    return grad_out
