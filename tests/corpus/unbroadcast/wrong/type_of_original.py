# expects: fail integer-accumulator
def unbroadcast(broadcasted, original):
    padded = (1,) * (broadcasted.ndim - original.ndim) + original.shape
    axes = tuple(i for i, n in enumerate(padded) if n == 1)
    total = broadcasted.sum(axis=axes, keepdims=True).reshape(original.shape)
    return total.astype(original.dtype)
