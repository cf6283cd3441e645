# expects: fail only-new-axes-summed
def unbroadcast(broadcasted, original):
    n = broadcasted.ndim - original.ndim
    if n > 0:
        return broadcasted.sum(axis=tuple(range(n)))
    for i in range(original.ndim):
        if original.shape[i] == 1 and broadcasted.shape[i] > 1:
            broadcasted = broadcasted.sum(axis=i, keepdims=True)
    return broadcasted
