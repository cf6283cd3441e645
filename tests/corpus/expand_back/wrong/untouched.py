# expects: optional unbroadcast-misdirected
def expand_back(grad_out, out, x, new_shape):
    # expand copies nothing, so the gradient stays as it is
    return grad_out
