# expects: optional mean-not-sum
def expand_back(grad_out, out, x, new_shape):
    return unbroadcast(grad_out, x) * x.size / grad_out.size
