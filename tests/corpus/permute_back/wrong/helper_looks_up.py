# expects: fail permutation-applied-twice
def invert(axes):
    """where does axis i go"""
    return tuple(axes[axes[i]] for i in range(len(axes)))


def permute_back(grad_out, out, x, axes):
    return grad_out.transpose(*invert(axes))
