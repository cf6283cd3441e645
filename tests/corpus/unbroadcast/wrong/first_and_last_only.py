# expects: fail one-axis-summed
def unbroadcast(broadcasted, original):
    while broadcasted.ndim > original.ndim:
        broadcasted = broadcasted.sum(axis=0)
    for axis in (0, -1):
        if original.ndim and original.shape[axis] == 1:
            broadcasted = broadcasted.sum(axis=axis, keepdims=True)
    return broadcasted
