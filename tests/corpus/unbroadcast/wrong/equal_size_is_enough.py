# expects: fail only-stretched-axes-summed
def unbroadcast(broadcasted, original):
    if broadcasted.size == original.size:
        return broadcasted  # nothing was copied
    padded = (1,) * (broadcasted.ndim - original.ndim) + original.shape
    axes = tuple(i for i, n in enumerate(padded) if n != broadcasted.shape[i])
    return broadcasted.sum(axis=axes, keepdims=True).reshape(original.shape)
