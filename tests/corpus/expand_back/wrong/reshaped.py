# expects: optional reshape-then-sum
def expand_back(grad_out, out, x, new_shape):
    return grad_out.reshape(x.shape + (-1,)).sum(axis=-1)
