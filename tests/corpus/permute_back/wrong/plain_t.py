# expects: fail permutation-not-inverted
def permute_back(grad_out, out, x, axes):
    return grad_out.T
