# expects: optional only-new-axes-summed
def expand_back(grad_out, out, x, new_shape):
    for _ in range(len(new_shape) - len(x.shape)):
        grad_out = grad_out.sum(axis=0)
    return grad_out
