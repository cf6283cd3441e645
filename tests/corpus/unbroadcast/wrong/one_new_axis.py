# expects: fail one-axis-summed
def unbroadcast(broadcasted, original):
    if broadcasted.ndim > original.ndim:
        broadcasted = broadcasted.sum(axis=0)
    axes = tuple(i for i, n in enumerate(original.shape) if n == 1)
    return broadcasted.sum(axis=axes, keepdims=True)
