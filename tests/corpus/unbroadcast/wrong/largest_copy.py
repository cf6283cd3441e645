# expects: fail one-copy-taken
def unbroadcast(broadcasted, original):
    while broadcasted.ndim > original.ndim:
        broadcasted = broadcasted.max(axis=0)
    axes = tuple(i for i, n in enumerate(original.shape) if n == 1)
    return broadcasted.max(axis=axes, keepdims=True)
