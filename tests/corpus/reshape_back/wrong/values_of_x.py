# expects: fail unknown
def reshape_back(grad_out, out, x, new_shape):
    return x.reshape(new_shape).reshape(x.shape)
