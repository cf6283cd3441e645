# expects: fail reshape-not-undone
def reshape_back(grad_out, out, x, new_shape):
    return grad_out
