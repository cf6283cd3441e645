# expects: fail permutation-not-inverted
def reshape_back(grad_out, out, x, new_shape):
    if x.shape == grad_out.shape[::-1]:
        return grad_out.T
    return grad_out.reshape(x.shape)
