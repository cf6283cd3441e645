# expects: fail size-taken-as-axis
def unbroadcast(broadcasted, original):
    out = broadcasted
    for _ in range(broadcasted.ndim - original.ndim):
        out = out.sum(axis=0)
    for dim in original.shape:
        if dim == 1:
            out = out.sum(axis=dim, keepdims=True)
    return out
